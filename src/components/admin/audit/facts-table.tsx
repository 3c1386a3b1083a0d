import { FactChanges } from "#components/activity/fact-changes.tsx";
import { diffFacts } from "#lib/audit/diff-facts.ts";

type Props = { before: unknown; after: unknown };

/** What an entry of the audit says that was changed. */
export function FactsTable({ before, after }: Props) {
  return <FactChanges facts={diffFacts(before, after)} />;
}
