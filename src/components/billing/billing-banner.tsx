import { useFormatter, useTranslations } from "next-intl";
import { Banner } from "#components/shell/banner.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import type { BillingView } from "#lib/billing/billing-view.ts";
import type { PlanName } from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";
import { minute } from "./instant-format.ts";

/** From so many days before its end a trial is spoken of on every page. */
const lastTrialDays = 3;

type Props = {
  plan: PlanName;
  view: BillingView;
  trialDaysLeft: number | null;
  graceUntil: Date | null;
  /** Whether access goes on although the plan is not paid. */
  isGiven: boolean;
};

/** What cannot wait until somebody opens the billing page, with the way out; nothing else. */
export function BillingBanner({ plan, view, trialDaysLeft, graceUntil, isGiven }: Props) {
  const t = useTranslations("billing.banner");
  const names = useTranslations("billing.plans");
  const format = useFormatter();
  const name = names(plan);
  if (view === "trial" && trialDaysLeft !== null && trialDaysLeft <= lastTrialDays) {
    return <Banner action={<WayOut label={t("upgrade")} />}>{t("trial", { days: trialDaysLeft })}</Banner>;
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
