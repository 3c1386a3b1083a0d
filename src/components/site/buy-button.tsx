import { useTranslations } from "next-intl";
import { GoToStripe } from "#components/billing/go-to-stripe.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import type { Currency, Interval, PaidPlanName, PlanName } from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";
import type { ShownDiscount } from "./discount-bar.tsx";

/** Where somebody who is signed in stands; null for a stranger. */
type Reader = {
  plan: PlanName;
  isTrying: boolean;
  canBuy: boolean;
  isCurrencyFixed: boolean;
} | null;

/** What the price list shows, and to whom. */
export type Prices = { interval: Interval; currency: Currency; reader: Reader; discount: ShownDiscount };

type Props = Prices & { plan: PaidPlanName };

/** Sign-up for strangers, Stripe for those who can buy, the billing page for everybody else. */
export function BuyButton({ plan, interval, currency, reader, discount }: Props) {
  const t = useTranslations("pricing");
  const isMain = plan === "pro";
  const look = isMain
    ? ({ variant: "primary", size: "lg" } as const)
    : ({ variant: "ghost", size: "md" } as const);
  const purchase = { plan, interval, currency };
  if (!reader) {
    const href = routes.signUpForm({ next: routes.billingFor({ ...purchase, code: discount.code }) });
    return (
      <ButtonLink href={href} {...look}>
        {t(isMain ? "pro.action" : "enterprise.action")}
      </ButtonLink>
    );
  }
  if (reader.canBuy) {
    return (
      <GoToStripe
        action={routes.api.checkout}
        // A code that is not for this plan would only be refused.
        body={{ ...purchase, ...(discount.code && discount.quotes[plan] && { code: discount.code }) }}
        {...look}
      >
        {t(isMain ? "pro.buy" : "enterprise.action")}
      </GoToStripe>
    );
  }
  return (
    <ButtonLink href={routes.billing} {...look} variant="secondary">
      {t("pro.manage")}
    </ButtonLink>
  );
}
