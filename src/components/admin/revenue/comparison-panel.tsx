import { useTranslations } from "next-intl";
import { ActForm } from "#components/admin/act-form.tsx";
import { Records } from "#components/admin/record-panel.tsx";
import { Mono, useRecordTexts } from "#components/admin/record-texts.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { compareAction } from "#lib/revenue/actions.ts";
import type { getLatestComparison } from "#lib/revenue/compare-with-stripe.ts";
import { FigurePanel } from "./figure-panel.tsx";

type Comparison = Awaited<ReturnType<typeof getLatestComparison>>;

/** Whether our invoices and subscriptions are Stripe's, and which are not. */
export function ComparisonPanel({ comparison, canAsk }: { comparison: Comparison; canAsk: boolean }) {
  const t = useTranslations("admin.revenue");
  const isGoingOn = comparison !== null && comparison.endedAt === null;
  return (
    <FigurePanel title={t("comparison.title")} definition={t("definitions.comparison")}>
      <div className="grid gap-3 p-4 sm:p-5">
        <Result comparison={comparison} />
        {canAsk && (
          <ActForm action={compareAction} label={t(isGoingOn ? "comparison.go_on" : "comparison.now")} />
        )}
      </div>
      {comparison !== null && comparison.differences.length > 0 && (
        <Records
          title={t("comparison.differences")}
          rows={comparison.differences}
          keyOf={({ id }) => id}
          columns={[
            { label: t("comparison.id"), show: ({ id }) => <Mono>{id}</Mono> },
            { label: t("comparison.stripe"), show: ({ stripe }) => stripe ?? t("comparison.nothing") },
            { label: t("comparison.here"), show: ({ here }) => here ?? t("comparison.nothing") },
          ]}
        />
      )}
    </FigurePanel>
  );
}

function Result({ comparison }: { comparison: Comparison }) {
  const t = useTranslations("admin.revenue");
  const { instant } = useRecordTexts();
  if (comparison === null) return <p className="text-ink-soft">{t("comparison.never")}</p>;
  const { invoices, subscriptions, foreign, differenceCount, startedAt, endedAt } = comparison;
  const tone = endedAt === null || differenceCount > 0 ? "notice" : "success";
  return (
    <>
      <FormMessage tone={tone}>
        {t(endedAt === null ? "comparison.so_far" : "comparison.found", { differences: differenceCount })}
      </FormMessage>
      <p className="text-sm text-ink-soft">
        {t("comparison.counts", { invoices, subscriptions, foreign })} {instant(endedAt ?? startedAt)}
      </p>
    </>
  );
}
