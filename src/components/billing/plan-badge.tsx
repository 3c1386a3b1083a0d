import { useFormatter, useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import { Link } from "#i18n/navigation.ts";
import type { BillingView } from "#lib/billing/billing-view.ts";
import type { PlanName } from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";

export const billingTones: Record<BillingView, BadgeTone> = {
  free: "neutral",
  trial: "notice",
  given: "data",
  active: "data",
  canceling: "notice",
  grace: "attention",
  restricted: "attention",
  paused: "notice",
  incomplete: "attention",
  ended: "neutral",
  set_aside: "notice",
};

type Props = {
  plan: PlanName;
  view: BillingView;
  /** Days of the trial, where they are counted down; null for one that was granted for long. */
  trialDaysLeft: number | null;
  /** When the plan ends, for one that was cancelled. */
  endsAt: Date | null;
};

/** The plan and how it stands, in two words; leads to the billing page. */
export function PlanBadge({ plan, view, trialDaysLeft, endsAt }: Props) {
  const t = useTranslations("billing");
  const format = useFormatter();
  const state = view === "trial" && trialDaysLeft === null ? "active" : view;
  const text = t(`plan_badge.${state}`, {
    plan: t(`plans.${plan}`),
    days: trialDaysLeft ?? 0,
    until: endsAt ? format.dateTime(endsAt, { day: "numeric", month: "short" }) : "",
  });
  return (
    <Link href={routes.billing} className="rounded-sm hover:[&>span]:border-ink">
      <Badge tone={state === "active" ? "neutral" : billingTones[state]}>{text}</Badge>
    </Link>
  );
}
