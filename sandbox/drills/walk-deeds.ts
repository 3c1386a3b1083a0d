import type Stripe from "stripe";
import { ensureCustomer } from "#lib/billing/buying/ensure-customer.ts";
import { changePlan } from "#lib/billing/change-plan/change-plan.ts";
import { dropPendingChange } from "#lib/billing/change-plan/change-plan-pending.ts";
import { previewChange } from "#lib/billing/change-plan/preview-change.ts";
import { startCheckout } from "#lib/billing/checkout.ts";
import { syncCustomer } from "#lib/billing/mirror/sync-customer.ts";
import { openPortal } from "#lib/billing/portal.ts";
import { cancelSubscription, resumeSubscription } from "#lib/billing/subscription.ts";
import { cardForm, openPage } from "../stripe/testing/browser.ts";
import type { Random } from "./random.ts";
import {
  become,
  begin,
  beginPeriod,
  cardOf,
  change,
  dropPending,
  end,
  isOver,
  learn,
  livingOf,
  type Plan,
  payLatest,
  type State,
  type Subscription,
} from "./walk-model.ts";
import { customerOf, deliverLate, offerOf, pass, priceOf, type Walker } from "./walker.ts";

const hour = 3600;
const day = 24 * hour;

export type Deed = {
  /** How often, beside the others. */
  weight: number;
  can: (state: State, living: Subscription | null) => boolean;
  /** Does it at Stripe or through the product, and in the model. */
  act: (walker: Walker, living: Subscription, random: Random) => Promise<unknown>;
};

const plans: Plan[] = [
  { tier: "premium", interval: "month" },
  { tier: "premium", interval: "year" },
  { tier: "enterprise", interval: "month" },
  { tier: "enterprise", interval: "year" },
];

/** What costs more at once: those whose credit could exceed their price are left out. */
function dearer({ tier, interval }: Plan): Plan[] {
  return plans.filter(
    (plan) =>
      (plan.tier === tier && interval === "month" && plan.interval === "year") ||
      (tier === "premium" &&
        plan.tier === "enterprise" &&
        (plan.interval === "year" || interval === "month")),
  );
}

function cheaper({ tier, interval }: Plan): Plan[] {
  return plans.filter(
    (plan) =>
      (tier === "enterprise" && plan.tier === "premium") ||
      (plan.tier === tier && interval === "year" && plan.interval === "month"),
  );
}

/** In good order: nothing waits, nothing ends. */
const isPlain = (state: State, living: Subscription | null) =>
  state.isKnown &&
  living?.status === "active" &&
  living.cancelAt === null &&
  living.pending === null &&
  living.draft === null;

const isLiving = (_: State, living: Subscription | null) => living !== null;

async function newMethod({ stripe }: Walker, customer: string, token: string): Promise<string> {
  return (await stripe.paymentMethods.attach(token, { customer })).id;
}

async function setCard(walker: Walker, card: "good" | "failing"): Promise<void> {
  const customer = customerOf(walker);
  const token = card === "good" ? "pm_card_visa" : "pm_card_chargeCustomerFail";
  const id = await newMethod(walker, customer, token);
  await walker.stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  walker.state.card = card;
  const living = livingOf(walker.state);
  if (living === null || living.card === null) return;
  await walker.stripe.subscriptions.update((await current(walker)).id, { default_payment_method: id });
  living.card = card;
}

/** The subscription of the model at Stripe: the newest that nobody ended for being the second. */
export async function current({ stripe, customers }: Walker): Promise<Stripe.Subscription> {
  for (const customer of customers.toReversed()) {
    const { data } = await stripe.subscriptions.list({ customer, status: "all", limit: 100 });
    const found = data.find(({ metadata }) => metadata.walk !== "second");
    if (found !== undefined) return found;
  }
  throw new Error("Stripe has no subscription");
}

async function ensure(walker: Walker): Promise<string> {
  const id = await ensureCustomer(walker.tools, walker.viewer, walker.currency);
  walker.state.hasCustomer = true;
  return id;
}

async function payLatestInvoice(walker: Walker): Promise<void> {
  const { latest_invoice: invoice } = await current(walker);
  await walker.stripe.invoices.pay(typeof invoice === "string" ? invoice : (invoice?.id ?? ""));
}

async function checkout(walker: Walker, plan: Plan, number?: string) {
  const { url } = await startCheckout(walker.tools, walker.viewer, offerOf(walker, plan), null);
  walker.state.hasCustomer = true;
  return (await openPage(url)).submit("complete", cardForm(number));
}

async function freeCharge({ stripe, customers }: Walker): Promise<string> {
  const { data } = await stripe.charges.list({ customer: customers.at(-1) ?? "", limit: 100 });
  const found = data.find(({ paid, disputed, amount_refunded: back, metadata }) => {
    return paid && !disputed && back === 0 && metadata.walk !== "second";
  });
  if (found === undefined) throw new Error("Stripe has no charge");
  return found.id;
}

const canBegin = (state: State, living: Subscription | null) =>
  state.isKnown && living === null && state.openDisputes === 0;

export const deeds: Record<string, Deed> = {
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
  "good card": {
    weight: 4,
    can: ({ hasCustomer }) => hasCustomer,
    act: (walker) => setCard(walker, "good"),
  },
  "failing card": {
    weight: 4,
    can: ({ hasCustomer }) => hasCustomer,
    act: (walker) => setCard(walker, "failing"),
  },
  "no card": {
    weight: 2,
    can: ({ hasCustomer }) => hasCustomer,
    async act(walker) {
      const customer = customerOf(walker);
      const { data } = await walker.stripe.paymentMethods.list({ customer, limit: 100 });
      for (const { id } of data) await walker.stripe.paymentMethods.detach(id);
      walker.state.card = "none";
      if (walker.state.subscription) walker.state.subscription.card = null;
    },
  },
  pay: {
    weight: 5,
    can: (state, living) =>
      living !== null &&
      ["incomplete", "past_due", "unpaid"].includes(living.status) &&
      cardOf(state) === "good",
    async act(walker, living) {
      await payLatestInvoice(walker);
      payLatest(walker.state, living);
    },
  },
  "write off": {
    weight: 1,
    can: (_, living) => living?.status === "past_due" && living.draft === null,
    async act(walker, living) {
      const { latest_invoice: invoice } = await current(walker);
      await walker.stripe.invoices.markUncollectible(typeof invoice === "string" ? invoice : "");
      payLatest(walker.state, living, false);
    },
  },
  upgrade: {
    weight: 4,
    can: (state, living) =>
      isPlain(state, living) && cardOf(state) !== "none" && living !== null && dearer(living.plan).length > 0,
    async act(walker, living, random) {
      const { tools, viewer, state } = walker;
      const plan = random.pick(dearer(living.plan));
      const target = offerOf(walker, plan);
      const { prorationDate, amountDueMinor } = await previewChange(tools, viewer, target);
      if (prorationDate === null) throw new Error("an upgrade is not for now");
      const { outcome } = await changePlan(tools, viewer, { target, prorationDate, amountDueMinor });
      Object.assign(living, { coming: null, scheduleEnd: null });
      const expiresAt = Math.min(state.time + 23 * hour, living.periodEnd);
      if (cardOf(state) === "good") change(state, living, plan);
      else {
        living.pending = { plan, expiresAt };
        living.latestInvoice = ++state.invoices;
      }
      const wanted = living.pending ? "requires_payment" : "changed";
      if (outcome !== wanted) throw new Error(`the upgrade is ${outcome}`);
      learn(state);
    },
  },
  "pay the upgrade": {
    weight: 5,
    can: (state, living) => living !== null && living.pending !== null && cardOf(state) === "good",
    async act(walker, living) {
      await payLatestInvoice(walker);
      const plan = living.pending?.plan ?? living.plan;
      dropPending(living);
      change(walker.state, living, plan);
    },
  },
  "drop the upgrade": {
    weight: 2,
    can: ({ isKnown }, living) => isKnown && living !== null && living.pending !== null,
    async act({ tools, viewer, state }, living) {
      await dropPendingChange(tools, viewer);
      dropPending(living);
      learn(state);
    },
  },
  downgrade: {
    weight: 4,
    can: (state, living) => isPlain(state, living) && living !== null && cheaper(living.plan).length > 0,
    async act(walker, living, random) {
      const plan = random.pick(cheaper(living.plan));
      const { outcome } = await changePlan(walker.tools, walker.viewer, { target: offerOf(walker, plan) });
      if (outcome !== "scheduled") throw new Error(`the downgrade is ${outcome}`);
      living.coming = plan;
      living.scheduleEnd = Number.POSITIVE_INFINITY;
      learn(walker.state);
    },
  },
  "stay after all": {
    weight: 2,
    can: (state, living) => isPlain(state, living) && living !== null && living.coming !== null,
    async act(walker, living) {
      const target = offerOf(walker, living.plan);
      const { outcome } = await changePlan(walker.tools, walker.viewer, { target });
      if (outcome !== "taken_back") throw new Error(`the downgrade is ${outcome}`);
      Object.assign(living, { coming: null, scheduleEnd: null });
      learn(walker.state);
    },
  },
  cancel: {
    weight: 3,
    can: ({ isKnown }, living) =>
      isKnown &&
      living !== null &&
      living.cancelAt === null &&
      ["active", "trialing", "past_due", "unpaid"].includes(living.status),
    async act({ tools, viewer, state }, living) {
      await cancelSubscription(tools, viewer);
      Object.assign(living, { coming: null, scheduleEnd: null, cancelAt: living.periodEnd });
      learn(state);
    },
  },
  "cancel in the portal": {
    weight: 3,
    can: (state, living) => isPlain(state, living) && living?.scheduleEnd === null,
    async act(walker, living) {
      const { url } = await openPortal(walker.tools, walker.viewer);
      const subscription = (await current(walker)).id;
      await (await openPage(url)).submit("cancel", { action: "cancel", subscription });
      living.cancelAt = living.periodEnd;
    },
  },
  resume: {
    weight: 4,
    can: ({ isKnown }, living) =>
      isKnown && living !== null && living.cancelAt !== null && living.status !== "incomplete",
    async act({ tools, viewer, state }, living) {
      await resumeSubscription(tools, viewer);
      living.cancelAt = null;
      learn(state);
    },
  },
  "cancel at once": {
    weight: 1,
    can: (_, living) => living !== null && living.status !== "incomplete",
    async act(walker, living) {
      await walker.stripe.subscriptions.cancel((await current(walker)).id);
      end(walker.state, living);
    },
  },
  pause: {
    weight: 2,
    can: (state, living) => isPlain(state, living) && living?.scheduleEnd === null,
    async act(walker, living) {
      const { id } = await current(walker);
      await walker.stripe.subscriptions.pause(id, { bill_for: { unused_time_from: { type: "none" } } });
      become(walker.state, living, "paused");
    },
  },
  unpause: {
    weight: 6,
    can: (state, living) => living?.status === "paused" && cardOf(state) === "good",
    async act(walker, living) {
      const { id } = await current(walker);
      await walker.stripe.subscriptions.resume(id, { payment_behavior: "resume_on_payment_success" });
      beginPeriod(walker.state, living, living.plan);
      become(walker.state, living, "active");
    },
  },
  refund: {
    weight: 2,
    can: (_, living) => living !== null && living.charges > 0,
    async act(walker, living, random) {
      const charge = await freeCharge(walker);
      await walker.stripe.refunds.create({ charge, ...(random.chance(0.5) ? { amount: 100 } : {}) });
      living.charges--;
    },
  },
  "dispute, won": {
    weight: 1,
    can: (_, living) => living !== null && living.charges > 0,
    async act(walker, living) {
      await dispute(walker, "won");
      living.charges--;
    },
  },
  "dispute, lost": {
    weight: 1,
    can: (_, living) => living !== null && living.charges > 0,
    async act(walker, living) {
      await dispute(walker, "lost");
      living.charges--;
      living.isDisputeLost = true;
    },
  },
  "second plan": {
    weight: 1,
    can: (state, living) => isPlain(state, living) && living?.scheduleEnd === null,
    async act(walker, _, random) {
      const customer = customerOf(walker);
      await walker.stripe.subscriptions.create({
        customer,
        items: [{ price: priceOf(walker, random.pick(plans.slice(0, 2))) }],
        default_payment_method: await newMethod(walker, customer, "pm_card_visa"),
        metadata: { walk: "second" },
      });
      await deliverLate(walker, random);
    },
  },
  "three hours": { weight: 6, can: isLiving, act: (walker) => pass(walker, 3 * hour) },
  "a day": { weight: 4, can: () => true, act: (walker) => pass(walker, 26 * hour) },
  "eight days": { weight: 3, can: isLiving, act: (walker) => pass(walker, 8 * day) },
  "sixteen days": { weight: 3, can: isLiving, act: (walker) => pass(walker, 16 * day) },
  renewal: {
    weight: 5,
    can: ({ time }, living) => living !== null && living.status !== "incomplete" && living.periodEnd > time,
    act: (walker, living) => pass(walker, living.periodEnd - walker.state.time + 2 * hour),
  },
  "delete the customer": {
    weight: 1,
    can: ({ hasCustomer, isKnown }) => hasCustomer && isKnown,
    async act(walker) {
      await walker.stripe.customers.del(customerOf(walker));
      const { state } = walker;
      if (state.subscription && !isOver(state.subscription)) end(state, state.subscription);
      Object.assign(state, { hasCustomer: false, card: "none" });
    },
  },
  "what was lost comes": {
    weight: 5,
    can: ({ isKnown }) => !isKnown,
    act: (walker, _, random) => deliverLate(walker, random),
  },
  "restore purchase": {
    weight: 1,
    can: ({ hasCustomer }) => hasCustomer,
    async act(walker) {
      await syncCustomer(walker.tools, customerOf(walker));
      learn(walker.state);
    },
  },
};

async function dispute(walker: Walker, outcome: "won" | "lost"): Promise<void> {
  const { local } = walker.world;
  const charge = await freeCharge(walker);
  const { id } = await local.control<{ id: string }>("POST", "disputes", { charge });
  await local.control("POST", "disputes/settle", { dispute: id, outcome });
}
