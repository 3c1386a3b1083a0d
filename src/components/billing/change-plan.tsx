import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { barOf } from "#lib/billing/change-plan/decide-change.ts";
import type { SubscriptionRow } from "#lib/billing/mirror/subscription-row.ts";
import { type Offer, offers, plans } from "#lib/billing/plans.ts";
import { KeepPlan, PendingChange } from "./change-plan-coming.tsx";
import { ChangePlanForm } from "./change-plan-form.tsx";

/**
 * Another plan or interval for one that runs: what is to come, what stands in the way, and the
 * choices. For owners and admins.
 */
export function ChangePlan({ subscription }: { subscription: SubscriptionRow }) {
  const t = useTranslations("billing.change");
  const reasons = useTranslations("errors.reasons");
  const enterprise = useTranslations("pricing.enterprise");
  const { currency, tier, interval, details } = subscription;
  const offerOf = (its: { tier: string | null; interval: string | null }): Offer | null =>
    offers.find(
      (one) =>
        one.currency === currency && one.interval === its.interval && plans[one.plan].tier === its.tier,
    ) ?? null;
  const current = offerOf({ tier, interval });
  if (!current) return null;
  const { scheduledChange: coming, pendingChange: pending } = details;
  const next = coming ? offerOf(coming) : null;
  const bar = barOf(subscription);
  return (
    <Panel title={t("title")}>
      <div className="grid gap-6">
        {coming && next && <KeepPlan current={current} next={next} at={coming.at} />}
        {pending && <PendingChange wanted={offerOf(pending)} until={pending.expiresAt} />}
        {bar === null && (
          <ChangePlanForm
            current={current}
            enterpriseNote={enterprise("text")}
            choices={offers.filter((one) => one.currency === currency && one !== current && one !== next)}
          />
        )}
        {bar !== null && !pending && <p className="max-w-[70ch] text-ink-soft">{reasons(bar)}</p>}
      </div>
    </Panel>
  );
}
