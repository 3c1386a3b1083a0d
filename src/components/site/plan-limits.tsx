import { useFormatter, useTranslations } from "next-intl";
import type { PlanName } from "#lib/billing/plans.ts";
import { monthlyLimits } from "./plan-contents.ts";

/** How much of each thing a plan allows in a month. */
export function PlanLimits({ plan }: { plan: PlanName }) {
  const t = useTranslations("pricing.limits");
  const meters = useTranslations("usage.meters");
  const format = useFormatter();
  const limitText = (limit: number | null) => {
    if (limit === null) return t("unlimited");
    return limit === 0 ? t("absent") : format.number(limit);
  };
  return (
    <div className="mb-8">
      <h3 className="caption border-b border-ink pb-1">{t("title")}</h3>
      <dl className="divide-y divide-hairline text-sm">
        {monthlyLimits(plan).map(({ meter, limit }) => (
          <div key={meter} className="flex justify-between gap-4 py-1.5">
            <dt>{meters(meter)}</dt>
            <dd className={limit === 0 ? "text-ink-soft" : "figure"}>{limitText(limit)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
