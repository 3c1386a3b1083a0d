import type Stripe from "stripe";
import { makeViewer, type Place, priceOf, setCard, toolsOf } from "#lib/billing/billing.testing.ts";
import { clockStart } from "#lib/billing/change-plan/change-plan.testing.ts";
import { changePlan } from "#lib/billing/change-plan/change-plan.ts";
import type { PaidTarget, Target } from "#lib/billing/change-plan/decide-change.ts";
import { previewChange } from "#lib/billing/change-plan/preview-change.ts";
import { type SyncTools, syncCustomer } from "#lib/billing/mirror/sync-customer.ts";
import type { Offer } from "#lib/billing/plans.ts";
import * as store from "#lib/billing/store.ts";
import { requireSubscription } from "#lib/billing/subscription.ts";
import { db } from "#platform/db/prisma.ts";
import { advance } from "../stripe/testing/harness.ts";
import { openLocalStripe } from "./local-stripe.ts";
import { openTestDatabase } from "./test-database.ts";

export type Payer = Awaited<ReturnType<typeof makePayer>>;
type PayerOptions = { card?: string; coupon?: string };

/** Gives the test file a database and a Stripe of its own, and the makers of those who pay there. */
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
async function makePayer(local: Place, offer: Offer, { card, coupon }: PayerOptions) {
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
  if (card) await setCard(stripe, customerId, card);
  const tools = toolsAt(local, clockStart);
  await syncCustomer(tools, customerId);

  const invoices = async (): Promise<Stripe.Invoice[]> =>
    (await stripe.invoices.list({ customer: customerId, limit: 100 })).data;

  async function quoteFor(target: Target) {
    const { prorationDate, amountDueMinor, ...preview } = await previewChange(tools, viewer, target);
    if (prorationDate === null) throw new Error("nothing is paid now");
    return { preview, quote: { prorationDate, amountDueMinor } };
  }

  return {
    viewer,
    tools,
    customerId,
    /** Lets the time of the customer's clock pass, up to an instant in Unix seconds. */
    advanceTo: (seconds: number) => advance(stripe, clock, seconds),
    row: () => requireSubscription(tools, viewer),
    invoices,
    paid: async () => (await invoices()).reduce((sum, { amount_paid }) => sum + amount_paid, 0),
    quoteFor,
    /** Confirms what was quoted in the same moment. */
    async changeNow(target: PaidTarget) {
      const { quote } = await quoteFor(target);
      return { quote, ...(await changePlan(tools, viewer, { target, ...quote })) };
    },
  };
}
