import type Stripe from "stripe";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { advance } from "../../../../sandbox/stripe/testing/harness.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { makeViewer, type Place, priceOf, setCard, toolsOf } from "../billing.testing.ts";
import type { SubscriptionRow } from "../mirror/subscription-row.ts";
import { type SyncTools, syncCustomer } from "../mirror/sync-customer.ts";
import type { Offer } from "../plans.ts";
import * as store from "../store.ts";
import { requireSubscription } from "../subscription.ts";
import { changePlan } from "./change-plan.ts";
import type { PaidTarget, Target } from "./decide-change.ts";
import { previewChange } from "./preview-change.ts";

/** When the clocks of these subscriptions start. */
export const clockStart = Date.parse("2026-05-01T12:00:00Z") / 1000;
export const day = 86_400;

export const proMonthly = { plan: "pro", interval: "month" } as const;
export const proYearly = { plan: "pro", interval: "year" } as const;
export const enterprise = { plan: "enterprise", interval: "month" } as const;
export const usd = (target: PaidTarget): Offer => ({ ...target, currency: "usd" });

export type Payer = {
  viewer: Viewer;
  tools: SyncTools;
  customerId: string;
  /** Lets the time of the customer's clock pass, up to an instant in Unix seconds. */
  advanceTo: (seconds: number) => Promise<unknown>;
  row: () => Promise<SubscriptionRow>;
  invoices: () => Promise<Stripe.Invoice[]>;
};

type PayerOptions = { card?: string; coupon?: string };

/** Gives the test file a database and a Stripe of its own, and the makers of what its tests need there. */
export function openPayers(variables: Record<string, string> = {}) {
  openTestDatabase();
  const local = openLocalStripe(variables);
  return {
    local,
    makePayer: (offer: Offer, options: PayerOptions = {}) => makePayer(local, offer, options),
    /** At an instant in Unix seconds, as the clock of the customer has it. */
    toolsAt: (seconds: number) => toolsAt(local, seconds),
  };
}

function toolsAt(local: Place, seconds: number): SyncTools {
  return toolsOf(local, () => new Date(seconds * 1000));
}

/** A workspace that pays for a plan, its customer on a clock of its own. */
async function makePayer(
  local: Place,
  offer: Offer,
  { card = "pm_card_visa", coupon }: PayerOptions,
): Promise<Payer> {
  const { stripe } = local;
  const viewer = await makeViewer();
  const { id: clock } = await stripe.testHelpers.testClocks.create({ frozen_time: clockStart });
  const { id: customerId } = await stripe.customers.create({ email: viewer.email, test_clock: clock });
  await store.insertCustomer(db(), { id: customerId, workspaceId: viewer.workspace.id });
  await setCard(stripe, customerId, "pm_card_visa");
  await stripe.subscriptions.create({
    customer: customerId,
    items: [{ price: priceOf(offer) }],
    ...(coupon ? { discounts: [{ coupon }] } : {}),
  });
  if (card !== "pm_card_visa") await setCard(stripe, customerId, card);
  const tools = toolsAt(local, clockStart);
  await syncCustomer(tools, customerId);
  return {
    viewer,
    tools,
    customerId,
    advanceTo: (seconds) => advance(stripe, clock, seconds),
    row: () => requireSubscription(tools, viewer),
    invoices: async () => (await stripe.invoices.list({ customer: customerId, limit: 100 })).data,
  };
}

export async function quoteFor({ tools, viewer }: Payer, target: Target) {
  const { prorationDate, amountDueMinor, ...preview } = await previewChange(tools, viewer, target);
  if (prorationDate === null) throw new Error("nothing is paid now");
  return { preview, quote: { prorationDate, amountDueMinor } };
}

/** Confirms what was quoted in the same moment. */
export async function changeNow(payer: Payer, target: PaidTarget) {
  const { quote } = await quoteFor(payer, target);
  return { quote, ...(await changePlan(payer.tools, payer.viewer, { target, ...quote })) };
}

export async function paidOf(payer: Payer): Promise<number> {
  return (await payer.invoices()).reduce((sum, { amount_paid }) => sum + amount_paid, 0);
}
