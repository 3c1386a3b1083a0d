import type { Metadata } from "next";
import { headers } from "next/headers";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { CancelButton, ResumeButton } from "#components/billing/cancel-buttons.tsx";
import { GoToStripe } from "#components/billing/go-to-stripe.tsx";
import { UpgradeForm } from "#components/billing/upgrade-form.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { redirect } from "#i18n/navigation.ts";
import { requirePageViewer } from "#lib/auth/session.ts";
import { canManageBilling } from "#lib/billing/access.ts";
import { type BillingView, decideBillingView } from "#lib/billing/billing-view.ts";
import { chooseCurrency } from "#lib/billing/choose-currency.ts";
import { planOfTier } from "#lib/billing/plans.ts";
import { refreshBilling } from "#lib/billing/refresh-billing.ts";
import { findCurrentCustomer } from "#lib/billing/store.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import { getBillingState } from "#lib/billing/subscription.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { requestCountry } from "#platform/http/client-country.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const tones: Record<BillingView, BadgeTone> = {
  free: "neutral",
  trial: "notice",
  active: "data",
  canceling: "notice",
  grace: "attention",
  restricted: "attention",
  paused: "notice",
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("billing"))("title") };
}

export default async function BillingPage({ searchParams }: Props) {
  const viewer = await requirePageViewer(routes.billing);
  const isSelling = env().BILLING_ENABLED && hasStripe();
  // Coming back proves nothing by itself; it is only the moment to look. What was found is shown
  // by a request of its own, so that the frame around the page knows it too.
  if (Object.keys(await searchParams).length > 0) {
    if (isSelling) await refreshBilling(billingTools(), viewer);
    redirect({ href: routes.billing, locale: await getLocale() });
  }

  const t = await getTranslations("billing");
  const format = await getFormatter();
  const [state, customer] = await Promise.all([
    getBillingState(db(), viewer, new Date()),
    findCurrentCustomer(db(), viewer.workspace.id),
  ]);
  const { access, subscription } = state;
  const view = decideBillingView(state);
  const day = (date: Date | null | undefined) => (date ? format.dateTime(date, { dateStyle: "long" }) : "");
  const until = day(subscription?.cancelAt ?? subscription?.periodEnd);
  const sent = await headers();
  const country = requestCountry((name) => sent.get(name) ?? undefined, env().TRUSTED_PROXY);
  const mayPay = isSelling && canManageBilling(viewer);
  const plan = planOfTier(access.tier)?.name ?? "free";

  return (
    <div className="grid gap-6">
      <PageHeader title={t("title")} description={t("description")} />
      <Panel
        title={
          <span className="flex flex-wrap items-center gap-3">
            {t(`plans.${plan}`)}
            <Badge tone={tones[view]} hasDot>
              {t(`states.${view}.badge`)}
            </Badge>
          </span>
        }
      >
        <div className="grid gap-5">
          <p>
            {t(`states.${view}.text`, {
              until,
              trialEnd: day(viewer.workspace.trialEndsAt),
              grace: access.graceUntil
                ? format.dateTime(access.graceUntil, { dateStyle: "long", timeStyle: "short" })
                : "",
            })}
          </p>
          {mayPay && subscription && (
            <div className="flex flex-wrap items-start gap-3">
              <GoToStripe
                action={routes.api.portal}
                variant={view === "grace" || view === "restricted" ? "primary" : "secondary"}
              >
                {t(view === "grace" || view === "restricted" ? "pay_now" : "manage")}
              </GoToStripe>
              {view === "active" && <CancelButton until={until} />}
              {view === "canceling" && <ResumeButton />}
            </div>
          )}
          {mayPay && !subscription && customer?.currency != null && (
            <GoToStripe action={routes.api.portal}>{t("history")}</GoToStripe>
          )}
        </div>
      </Panel>
      {mayPay && !subscription && (
        <Panel title={t("upgrade_title")} hasMarks>
          <div className="grid gap-5">
            <p>{t("upgrade_text")}</p>
            <UpgradeForm
              currency={chooseCurrency(undefined, customer?.currency ?? null, country)}
              isCurrencyFixed={customer?.currency != null}
            />
          </div>
        </Panel>
      )}
      {!isSelling && <FormMessage tone="info">{t("not_sold")}</FormMessage>}
      {isSelling && !canManageBilling(viewer) && <FormMessage tone="info">{t("ask_owner")}</FormMessage>}
    </div>
  );
}
