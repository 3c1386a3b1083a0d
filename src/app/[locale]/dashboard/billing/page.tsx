import type { Metadata } from "next";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { Arrival } from "#components/billing/arrival.tsx";
import { ChangePlan } from "#components/billing/change-plan.tsx";
import { findFirstPayment } from "#components/billing/first-payment.ts";
import { findFreeCover } from "#components/billing/free-cover.ts";
import { GoToStripe } from "#components/billing/go-to-stripe.tsx";
import { InvoicesPanel } from "#components/billing/invoices-panel.tsx";
import { PaymentMethodsPanel } from "#components/billing/payment-methods-panel.tsx";
import { PlanPanel } from "#components/billing/plan-panel.tsx";
import { Purchase } from "#components/billing/purchase.tsx";
import { RestoreButton } from "#components/billing/restore-button.tsx";
import { Thanks } from "#components/billing/thanks.tsx";
import { PromoPanel } from "#components/promo/promo-panel.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { redirect } from "#i18n/navigation.ts";
import { requirePageViewer } from "#lib/auth/session.ts";
import { canManageBilling } from "#lib/billing/access.ts";
import {
  type BillingSummary,
  getBillingSummary,
  isIncomplete,
  setAsideReasons,
} from "#lib/billing/billing-view.ts";
import { chooseCurrency, readChoice } from "#lib/billing/buying/choose-currency.ts";
import { findOpenIntent } from "#lib/billing/buying/intents.ts";
import { isCurrencyFixed as isCurrencyFixedBy } from "#lib/billing/checkout.ts";
import { findDueInvoice, listInvoices } from "#lib/billing/history/invoices.ts";
import { listPaymentMethods } from "#lib/billing/history/payment-methods.ts";
import { findNextCharge } from "#lib/billing/next-charge.ts";
import { refreshBilling } from "#lib/billing/refresh-billing.ts";
import { findCurrentCustomer } from "#lib/billing/store.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { trialEndsAt } from "#lib/entitlements/ask.ts";
import { env } from "#lib/env/server.ts";
import { findPromoDays } from "#lib/promo/promo-days.ts";
import { canRedeem } from "#lib/promo/redemption.ts";
import { trialDaysLeft } from "#lib/workspaces/trial.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { requestCountry } from "#platform/http/client-country.ts";
import { routes } from "#shared/routes.ts";

type Query = Record<string, string | string[] | undefined>;
type Props = { searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("billing"))("title") };
}

export default async function BillingPage({ searchParams }: Props) {
  const query = await searchParams;
  const choice = readChoice(query);
  const viewer = await requirePageViewer(routes.billingFor(choice));
  const isSelling = env().BILLING_ENABLED && hasStripe();
  const mayPay = isSelling && canManageBilling(viewer);
  const now = new Date();
  const arrival = mayPay ? await readArrival(query, viewer) : null;
  const t = await getTranslations("billing");
  const summary = await getBillingSummary(db(), viewer, now);
  // What was found is shown by a request of its own, so that the frame around the page knows it too.
  const isKnown = arrival === "payment" ? summary.subscription !== null : arrival === "known";
  if (isKnown) redirect({ href: routes.billingFor(choice), locale: await getLocale() });

  const { subscription, rows } = summary;
  const payable = subscription ? [subscription] : rows.filter(isIncomplete);
  const [customer, due, promoDays] = await Promise.all([
    findCurrentCustomer(db(), viewer.workspace.id),
    findDueInvoice(
      db(),
      viewer,
      payable.map(({ id }) => id),
    ),
    findPromoDays(db(), viewer, now),
  ]);
  const history = mayPay && customer ? await listInvoices(db(), viewer, pageOf(query)) : null;
  const payment = findFirstPayment(summary, history?.invoices ?? [], now);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t("title")} description={t("description")} />
      {arrival && <Arrival isPaying={arrival === "payment"} />}
      {payment && (
        <Thanks
          plan={t(`plans.${summary.plan}`)}
          payment={payment}
          nextAt={(subscription && findNextCharge(subscription)?.at) ?? null}
        />
      )}
      {setAsideReasons(rows).map((reason) => (
        <FormMessage key={reason} tone="notice">
          {t(reason === "second_plan" ? "set_aside.second_plan" : "set_aside.unknown_price")}
        </FormMessage>
      ))}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <PlanPanel
            summary={summary}
            trialEndsAt={trialEndsAt(summary.access)}
            trialDaysLeft={trialDaysLeft(trialEndsAt(summary.access), now)}
            due={due}
            mayPay={mayPay}
          />
          {mayPay && subscription && <ChangePlan subscription={subscription} />}
          {mayPay && !subscription && due === null && (
            <Purchase
              choice={choice}
              cover={findFreeCover(summary, promoDays !== null)}
              hasEnded={summary.view === "ended"}
              {...(await readCurrency(rows, choice, customer?.currency ?? null))}
            />
          )}
          {history && <InvoicesPanel history={history} />}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <PromoPanel days={promoDays} mayRedeem={canRedeem(viewer)} />
          {mayPay && customer && (
            <PaymentMethodsPanel methods={await listPaymentMethods(db(), viewer)} now={now} />
          )}
          {mayPay && <Missing hasCustomer={customer !== null} />}
        </div>
      </div>
      {!isSelling && <FormMessage tone="info">{t("not_sold")}</FormMessage>}
      {isSelling && !canManageBilling(viewer) && <FormMessage tone="info">{t("ask_owner")}</FormMessage>}
    </div>
  );
}

const pageOf = ({ page }: Query): number => Math.trunc(Number(page)) || 1;

/**
 * Coming back from Stripe proves nothing by itself; it is only the moment to look.
 * @returns what is still waited for, `known` when there is nothing to wait for, null for no return
 */
async function readArrival(query: Query, viewer: Viewer): Promise<"payment" | "reading" | "known" | null> {
  if (query.checkout === undefined && query.portal === undefined) return null;
  const isRead = await refreshBilling(billingTools(), viewer);
  if (query.checkout === "done") {
    // Without a checkout that was begun there is no payment to wait for.
    return (await findOpenIntent(db(), viewer.workspace.id)) ? "payment" : "known";
  }
  return isRead || query.checkout !== undefined ? "known" : "reading";
}

/** In which currency is bought: Stripe keeps a customer to one while anything of theirs runs. */
async function readCurrency(
  rows: BillingSummary["rows"],
  choice: ReturnType<typeof readChoice>,
  paidIn: string | null,
) {
  const sent = await headers();
  const country = requestCountry((name) => sent.get(name) ?? undefined, env().TRUSTED_PROXY);
  const isCurrencyFixed = paidIn !== null && isCurrencyFixedBy(rows);
  const currency = chooseCurrency(isCurrencyFixed ? undefined : choice.currency, paidIn, country);
  return { currency, isCurrencyFixed };
}

async function Missing({ hasCustomer }: { hasCustomer: boolean }) {
  const t = await getTranslations("billing");
  return (
    <Panel title={t("restore.title")}>
      <div className="grid gap-4">
        <p className="max-w-[70ch] text-ink-soft">{t("restore.text")}</p>
        <div className="flex flex-wrap items-start gap-3">
          <RestoreButton />
          {hasCustomer && <GoToStripe action={routes.api.portal}>{t("manage")}</GoToStripe>}
        </div>
      </div>
    </Panel>
  );
}
