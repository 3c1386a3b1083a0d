import { ensureCustomer } from "#lib/billing/buying/ensure-customer.ts";
import { startCheckout } from "#lib/billing/checkout.ts";
import { cardForm, openPage } from "../../stripe/testing/browser.ts";
import { begin, type Plan, payLatest, type State, type Subscription } from "../walk-model.ts";
import { newMethod, offerOf, priceOf, type Walker } from "../walker.ts";
import { type Deed, day, plans } from "./deed.ts";

const canBegin = (state: State, living: Subscription | null) =>
  state.isKnown && living === null && state.openDisputes === 0;

async function checkout(walker: Walker, plan: Plan, number?: string) {
  const { url } = await startCheckout(walker.tools, walker.viewer, offerOf(walker, plan), null);
  walker.state.hasCustomer = true;
  return (await openPage(url)).submit("complete", cardForm(number));
}

async function ensure(walker: Walker): Promise<string> {
  const id = await ensureCustomer(walker.tools, walker.viewer, walker.currency);
  walker.state.hasCustomer = true;
  return id;
}

/** A workspace without a plan gets one, or tries to. */
export const beginnings: Record<string, Deed> = {
  subscribe: {
    weight: 8,
    can: canBegin,
    async act(walker, _, random) {
      const plan = random.pick(plans);
      const answer = await checkout(walker, plan);
      if (answer.status !== 303) throw new Error(`the checkout answered ${answer.status}`);
      begin(walker.state, "incomplete", plan, { card: "good" });
      const { subscription } = walker.state;
      if (subscription) payLatest(walker.state, subscription);
    },
  },
  "subscribe, declined": {
    weight: 1,
    can: canBegin,
    async act(walker, _, random) {
      const answer = await checkout(walker, random.pick(plans), "4000000000000341");
      if (!answer.text.includes("declined")) throw new Error(`the checkout answered ${answer.status}`);
    },
  },
  "subscribe, first payment open": {
    weight: 3,
    can: canBegin,
    async act(walker, _, random) {
      const plan = random.pick(plans);
      const customer = await ensure(walker);
      await walker.stripe.subscriptions.create({
        customer,
        items: [{ price: priceOf(walker, plan) }],
        default_payment_method: await newMethod(walker, customer, "pm_card_visa"),
        payment_behavior: "default_incomplete",
      });
      begin(walker.state, "incomplete", plan, { card: "good" });
    },
  },
  "trial at Stripe": {
    weight: 4,
    can: canBegin,
    async act(walker, _, random) {
      const plan = random.pick(plans);
      const whenCardIsMissing = random.pick(["create_invoice", "pause", "cancel"] as const);
      const trialEnd = walker.state.time + 7 * day;
      await walker.stripe.subscriptions.create({
        customer: await ensure(walker),
        items: [{ price: priceOf(walker, plan) }],
        trial_end: trialEnd,
        trial_settings: { end_behavior: { missing_payment_method: whenCardIsMissing } },
      });
      begin(walker.state, "trialing", plan, { trialEnd, periodEnd: trialEnd, whenCardIsMissing });
    },
  },
};
