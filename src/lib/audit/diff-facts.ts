/** One fact of an entry, as text; null where it was not there. */
export type FactChange = { name: string; before: string | null; after: string | null };

/** What is told elsewhere than among the facts: why, and on account of which deliveries. */
const toldElsewhere = new Set(["reason", "events"]);

/**
 * What an entry of the audit says that was changed: the facts that differ, or all of them where
 * there is only one side. In the order in which they were written.
 */
export function diffFacts(before: unknown, after: unknown): FactChange[] {
  const [old, young] = [factsOf(before), factsOf(after)];
  const names = [...new Set([...old.keys(), ...young.keys()])].filter((name) => !toldElsewhere.has(name));
  return names
    .map((name) => ({ name, before: old.get(name) ?? null, after: young.get(name) ?? null }))
    .filter((fact) => fact.before !== fact.after);
}

/** Why it was done, where somebody said so. */
export function reasonIn(after: unknown): string | null {
  return factsOf(after).get("reason") ?? null;
}

function factsOf(facts: unknown): Map<string, string> {
  if (typeof facts !== "object" || facts === null) return new Map();
  return new Map(
    Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [[name, textOf(value)]])),
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
