import type Stripe from "stripe";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import { requireBilling } from "./access.ts";
import { askStripe } from "./ask-stripe.ts";
import { billingPageUrl } from "./buying/billing-page-url.ts";
import type { SyncTools } from "./mirror/sync-customer.ts";
import * as store from "./store.ts";
import { idempotent } from "./stripe.ts";

/**
 * A page of Stripe's where the workspace's owners and admins see to cards, invoices and plan. The
 * address is good for one visit and a short time: it is made at every click.
 * @throws Refusal `forbidden`, `conflict` for a workspace that has never bought anything,
 *   `unavailable` when Stripe does not answer
 */
export async function openPortal({ db, stripe }: SyncTools, viewer: Viewer): Promise<{ url: string }> {
  requireBilling(viewer);
  const customer = await store.findCurrentCustomer(db, viewer.workspace.id);
  if (!customer) throw new Refusal("conflict", { values: { reason: "no_customer" } });
  return openSession(stripe, viewer, customer.id);
}

/**
 * The page of Stripe's that takes one more card and comes back at once. Whoever calls has checked
 * that the customer is the viewer's.
 * @throws Refusal `unavailable` when Stripe does not answer
 */
export function openCardPage(
  { stripe }: SyncTools,
  viewer: Viewer,
  customerId: string,
): Promise<{ url: string }> {
  return openSession(stripe, viewer, customerId, (returnUrl) => ({
    type: "payment_method_update",
    after_completion: { type: "redirect", redirect: { return_url: returnUrl } },
  }));
}

type Flow = (returnUrl: string) => Stripe.BillingPortal.SessionCreateParams.FlowData;

function openSession(
  stripe: Stripe,
  viewer: Viewer,
  customer: string,
  flow?: Flow,
): Promise<{ url: string }> {
  const returnUrl = `${billingPageUrl(viewer.locale)}?portal=back`;
  return askStripe(async () => {
    const { url } = await stripe.billingPortal.sessions.create({
      customer,
      configuration: await ensureConfiguration(stripe),
      return_url: returnUrl,
      locale: viewer.locale,
      ...(flow ? { flow_data: flow(returnUrl) } : {}),
    });
    return { url };
  });
}

/** To be raised with every change of `features`: what a configuration allows then is made anew. */
const configurationVersion = "1";

const features: Stripe.BillingPortal.ConfigurationCreateParams.Features = {
  customer_update: { enabled: true, allowed_updates: ["email", "address", "tax_id"] },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  subscription_cancel: { enabled: true, mode: "at_period_end" },
  // Left to ourselves: Stripe's page would change plans without the preview and at once.
  subscription_update: { enabled: false },
};

/** The configuration that says what may be done there, made the first time. */
async function ensureConfiguration(stripe: Stripe): Promise<string> {
  for await (const { id, metadata } of stripe.billingPortal.configurations.list({
    active: true,
    limit: 100,
  })) {
    if (metadata?.dynamicqr === configurationVersion) return id;
  }
  const { id } = await stripe.billingPortal.configurations.create(
    { features, metadata: { dynamicqr: configurationVersion } },
    idempotent("portal", configurationVersion),
  );
  return id;
}
