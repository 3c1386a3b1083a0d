import type { Metadata } from "next";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { PriceSheet } from "#components/site/price-sheet.tsx";
import { PricingFaq } from "#components/site/pricing-faq.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { findViewer } from "#lib/auth/session.ts";
import { canManageBilling } from "#lib/billing/access.ts";
import { getBillingSummary } from "#lib/billing/billing-view.ts";
import { chooseCurrency, readChoice } from "#lib/billing/buying/choose-currency.ts";
import { isCurrencyFixed } from "#lib/billing/checkout.ts";
import { findCurrentCustomer } from "#lib/billing/store.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import { env } from "#lib/env/server.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { requestCountry } from "#platform/http/client-country.ts";
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
  const sent = await headers();
  const country = requestCountry((name) => sent.get(name) ?? undefined, env().TRUSTED_PROXY);
  const reader = await findReader();
  const currency = chooseCurrency(
    reader?.isCurrencyFixed ? undefined : choice.currency,
    reader?.paidIn ?? null,
    country,
  );
  return (
    <>
      <PriceSheet interval={choice.interval ?? "month"} currency={currency} reader={reader} />
      <PricingFaq />
    </>
  );
}

/** Where the reader stands, for those who are signed in; the price list needs nobody to be. */
async function findReader() {
  const viewer = await findViewer().catch(ignoreOutage);
  if (!viewer) return null;
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

/** Who cannot be recognised just now reads the list as a stranger does. */
function ignoreOutage(error: unknown): Viewer | null {
  if (error instanceof Refusal && error.code === "unavailable") return null;
  throw error;
}
