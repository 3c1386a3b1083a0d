import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import type { ShownDiscount } from "#components/site/discount-bar.tsx";
import { PriceSheet } from "#components/site/price-sheet.tsx";
import { PricingFaq } from "#components/site/pricing-faq.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { findViewer } from "#lib/auth/session.ts";
import { canManageBilling } from "#lib/billing/access.ts";
import { getBillingSummary } from "#lib/billing/billing-view.ts";
import { chooseCurrency, readChoice } from "#lib/billing/buying/choose-currency.ts";
import { isCurrencyFixed } from "#lib/billing/checkout.ts";
import { type Offer, paidPlanNames } from "#lib/billing/plans.ts";
import { findCurrentCustomer } from "#lib/billing/store.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { quoteDiscount } from "#lib/discounts/quote-discount.ts";
import { env } from "#lib/env/server.ts";
import { contactAddress } from "#lib/mails/contact.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { requestCaller } from "#platform/next/caller.ts";
import { Refusal } from "#shared/errors.ts";
import { defaultLocale, locales } from "#shared/locale.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pricing");
  const pathOf = (locale: (typeof locales)[number]) => getPathname({ href: routes.pricing, locale });
  return {
    title: t("title"),
    description: t("meta"),
    alternates: {
      // One page, whatever interval and currency its address names.
      canonical: pathOf(await getLocale()),
      languages: {
        ...Object.fromEntries(locales.map((locale) => [locale, pathOf(locale)])),
        "x-default": pathOf(defaultLocale),
      },
    },
  };
}

export default async function PricingPage({ searchParams }: Props) {
  const choice = readChoice(await searchParams);
  const { country } = await requestCaller();
  const viewer = await findViewer().catch(ignoreOutage);
  const reader = viewer && (await describeReader(viewer));
  const currency = chooseCurrency(
    reader?.isCurrencyFixed ? undefined : choice.currency,
    reader?.paidIn ?? null,
    country,
  );
  const interval = choice.interval ?? "month";
  return (
    <>
      <PriceSheet
        interval={interval}
        currency={currency}
        reader={reader}
        discount={await findDiscount(reader?.canBuy ? viewer : null, { interval, currency }, choice.code)}
      />
      <PricingFaq contact={contactAddress()} />
    </>
  );
}

/** Where the reader stands, for those who are signed in; the price list needs nobody to be. */
async function describeReader(viewer: Viewer) {
  const [{ subscription, access, rows, plan }, customer] = await Promise.all([
    getBillingSummary(db(), viewer, new Date()),
    findCurrentCustomer(db(), viewer.workspace.id),
  ]);
  const isSelling = env().BILLING_ENABLED && hasStripe();
  return {
    plan,
    isTrying: subscription === null && access.source === "trial",
    canBuy: isSelling && canManageBilling(viewer) && subscription === null,
    isCurrencyFixed: isCurrencyFixed(rows),
    paidIn: customer?.currency ?? null,
  };
}

/**
 * What a code of the address does to each price, for a reader who can buy. A code that is wrong is
 * so for every plan, and is tried once.
 */
async function findDiscount(
  buyer: Viewer | null,
  offer: Pick<Offer, "interval" | "currency">,
  code: string | undefined,
): Promise<ShownDiscount> {
  const shown: ShownDiscount = { code, quotes: {}, problem: null };
  if (code === undefined || buyer === null) return shown;
  const caller = await requestCaller();
  for (const plan of paidPlanNames) {
    try {
      shown.quotes[plan] = await quoteDiscount(billingTools(), buyer, { plan, ...offer, code }, caller);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      shown.problem ??= error.code;
      if (error.code !== "discount_other_plan" && error.code !== "discount_minimum") break;
    }
  }
  return shown;
}

/** Who cannot be recognised just now reads the list as a stranger does. */
function ignoreOutage(error: unknown): Viewer | null {
  if (error instanceof Refusal && error.code === "unavailable") return null;
  throw error;
}
