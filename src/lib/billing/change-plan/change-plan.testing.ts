import { randomUUID } from "node:crypto";
import type Stripe from "stripe";
import type { Viewer, WorkspaceRole } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import type { SubscriptionRow } from "../mirror/subscription-row.ts";
import { type SyncTools, syncCustomer } from "../mirror/sync-customer.ts";
import { findPriceId, type Offer } from "../plans.ts";
import * as store from "../store.ts";
import { createStripe } from "../stripe.ts";
import { requireSubscription } from "../subscription.ts";

/** When the clocks of these subscriptions start. */
export const clockStart = Date.parse("2026-05-01T12:00:00Z") / 1000;

/** As much of the local Stripe as is needed here. */
type LocalStripe = { stripe: Stripe; server: { host: string; port: number } };

export type Payer = {
  viewer: Viewer;
  tools: SyncTools;
  customerId: string;
  clock: string;
  row: () => Promise<SubscriptionRow>;
  invoices: () => Promise<Stripe.Invoice[]>;
};

export async function makeViewer(role: WorkspaceRole = "OWNER"): Promise<Viewer> {
  const profileId = randomUUID();
  const email = `${profileId}@example.org`;
  const { id } = await db().workspace.create({ data: { name: "Test" } });
  await db().profile.create({ data: { id: profileId, email } });
  await db().workspaceMember.create({ data: { workspaceId: id, profileId, role } });
  const workspace = { id, name: "Test", role, trialEndsAt: null, entitlementVersion: 0 };
  return { profileId, email, name: "", locale: "en", platformRole: "USER", workspace };
}

export function toolsOf(local: LocalStripe, seconds = clockStart): SyncTools {
  const { host, port } = local.server;
  return {
    db: db(),
    stripe: createStripe("sk_test_sandbox", `${host}:${port}`),
    now: () => new Date(seconds * 1000),
  };
}

/** A workspace that pays for a plan, its customer on a clock of its own. */
export async function makePayer(
  local: LocalStripe,
  offer: Offer,
  { card = "pm_card_visa", coupon }: { card?: string; coupon?: string } = {},
): Promise<Payer> {
  const { stripe } = local;
  const viewer = await makeViewer();
  const { id: clock } = await stripe.testHelpers.testClocks.create({ frozen_time: clockStart });
  const { id: customerId } = await stripe.customers.create({ email: viewer.email, test_clock: clock });
  await store.insertCustomer(db(), { id: customerId, workspaceId: viewer.workspace.id });
  await setCard(local, customerId, card === "pm_card_visa" ? card : "pm_card_visa");
  await stripe.subscriptions.create({
    customer: customerId,
    items: [{ price: findPriceId(offer, process.env) ?? "" }],
    ...(coupon ? { discounts: [{ coupon }] } : {}),
  });
  if (card !== "pm_card_visa") await setCard(local, customerId, card);
  const tools = toolsOf(local);
  await syncCustomer(tools, customerId);
  return {
    viewer,
    tools,
    customerId,
    clock,
    row: () => requireSubscription(tools, viewer),
    invoices: async () => (await stripe.invoices.list({ customer: customerId, limit: 100 })).data,
  };
}

export async function setCard({ stripe }: LocalStripe, customer: string, token: string): Promise<void> {
  const { id } = await stripe.paymentMethods.attach(token, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
}

/** What a refusal says: its code, and the reason where it has one. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  const outcome = await promise.then(
    () => "done",
    (error: unknown) => error,
  );
  if (!(outcome instanceof Refusal)) throw outcome;
  const reason = outcome.details.values?.reason;
  return reason === undefined ? outcome.code : `${outcome.code}: ${reason}`;
}
