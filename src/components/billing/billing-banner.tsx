import { useFormatter, useTranslations } from "next-intl";
import { Banner } from "#components/shell/banner.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import type { PlanName } from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";
import { type BillingStanding, billingUrgency } from "./billing-urgency.ts";
import { minute } from "./instant-format.ts";

type Props = BillingStanding & {
  plan: PlanName;
  /** Whether access goes on although the plan is not paid. */
  isGiven: boolean;
};

/** What cannot wait until somebody opens the billing page, with the way out; nothing else. */
export function BillingBanner({ plan, view, trialDaysLeft, graceUntil, isGiven }: Props) {
  const t = useTranslations("billing.banner");
  const names = useTranslations("billing.plans");
  const format = useFormatter();
  const name = names(plan);
  if (billingUrgency({ view, trialDaysLeft, graceUntil }) === "notice") {
    const days = trialDaysLeft ?? 0;
    return <Banner action={<WayOut label={t("upgrade")} />}>{t("trial", { days })}</Banner>;
  }
  if (view === "grace" && graceUntil) {
    const until = format.dateTime(graceUntil, minute);
    return (
      <Banner tone="attention" action={<WayOut label={t("pay")} />}>
        {t("grace", { plan: name, until })}
      </Banner>
    );
  }
  if (view === "restricted") {
    return (
      <Banner tone="attention" action={<WayOut label={t("pay")} />}>
        {t("restricted", { plan: name, given: isGiven ? "yes" : "no" })}
      </Banner>
    );
  }
  if (view === "incomplete") {
    return (
      <Banner tone="attention" action={<WayOut label={t("finish")} />}>
        {t("incomplete")}
      </Banner>
    );
  }
  return null;
}

function WayOut({ label }: { label: string }) {
  return (
    <ButtonLink href={routes.billing} size="sm">
      {label}
    </ButtonLink>
  );
}
