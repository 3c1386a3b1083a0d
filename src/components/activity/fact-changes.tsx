import { useTranslations } from "next-intl";
import type { FactChange } from "#lib/audit/diff-facts.ts";

type Props = { facts: readonly FactChange[] };

/** What was changed: fact by fact, how it was and how it is. */
export function FactChanges({ facts }: Props) {
  const t = useTranslations("admin.audit");
  if (facts.length === 0) return null;
  return (
    <dl aria-label={t("facts")} className="grid gap-x-3 gap-y-0.5 text-sm">
      {facts.map((fact) => (
        <div key={fact.name} className="flex flex-wrap gap-x-2">
          <dt className="text-ink-soft">{fact.name}</dt>
          <dd className="font-mono wrap-anywhere">
            <Change {...fact} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Change({ before, after }: FactChange) {
  const t = useTranslations("admin.audit");
  if (before === null) return after;
  return (
    <>
      <span className="sr-only">{t("before")}: </span>
      <del className="text-ink-soft">{before}</del>
      <span className="sr-only">, {t("after")}: </span>
      <span aria-hidden="true"> → </span>
      <ins className="no-underline">{after ?? "–"}</ins>
    </>
  );
}
