// What Stripe and we should come to, by the rules as they are written down: no Stripe, no database,
// no clock. Times are Unix seconds. A workspace has one plan at a time here; what a walk does
// beside it (a second plan) has to leave no trace.

import { after } from "./walk-periods.ts";

export type Plan = { tier: "premium" | "enterprise"; interval: "month" | "year" };
export type Card = "good" | "failing" | "none";
export type Status =
  | "incomplete"
  | "incomplete_expired"
  | "trialing"
  | "active"
  | "past_due"
  | "unpaid"
  | "paused"
  | "canceled";

/** An invoice that was tried and not paid; `next` is Stripe's next try. */
export type OpenInvoice = { id: number; retries: number; next: number | null };

export type Subscription = {
  status: Status;
  plan: Plan;
  /** The card that it was bought with; null: the customer's. */
  card: Card | null;
  createdAt: number;
  anchor: number;
  periodEnd: number;
  trialEnd: number | null;
  whenCardIsMissing: "create_invoice" | "pause" | "cancel";
  cancelAt: number | null;
  /** What a schedule brings at the period's end. */
  coming: Plan | null;
  /** Until when a schedule leads it. */
  scheduleEnd: number | null;
  /** An upgrade that waits for its payment; a new period begins when it was asked for, not when it is paid. */
  pending: { plan: Plan; since: number; expiresAt: number } | null;
  /** What an upgrade that is not paid yet has let go of, and the plan beside which it was to come. */
  planned: { coming: Plan; beside: Plan } | null;
  latestInvoice: number;
  /** The renewal's invoice before it is final; `at` is null when nobody will make it so. */
  draft: { id: number; at: number | null } | null;
  open: OpenInvoice[];
  /** Payments that were neither disputed nor given back. */
  charges: number;
  isDisputeLost: boolean;
};

export type State = {
  time: number;
  dunningEnd: "cancel" | "unpaid" | "past_due";
  hasCustomer: boolean;
  card: Card;
  subscription: Subscription | null;
  openDisputes: number;
  /** Whether our database has been told everything. */
  isKnown: boolean;
  grace: { until: number; invoice: number } | null;
  invoices: number;
  edges: string[];
};

const graceSeconds = 24 * 3600;

export function newState(time: number, dunningEnd: State["dunningEnd"]): State {
  return {
    time,
    dunningEnd,
    hasCustomer: false,
    card: "none",
    subscription: null,
    openDisputes: 0,
    isKnown: true,
    grace: null,
    invoices: 0,
    edges: [],
  };
}

export function isOver({ status }: Subscription): boolean {
  return status === "canceled" || status === "incomplete_expired";
}

/** The subscription that is not over, if there is one. */
export function livingOf({ subscription }: State): Subscription | null {
  return subscription !== null && !isOver(subscription) ? subscription : null;
}

/** The card that is charged: the subscription's own before the customer's. */
export function cardOf(state: State): Card {
  return state.subscription?.card ?? state.card;
}

/** What the workspace may do now, as far as we have been told. */
export function tierOf({ subscription, grace, time }: State): "starter" | Plan["tier"] {
  if (subscription === null) return "starter";
  const { status, plan } = subscription;
  const isPaid = status === "active" || status === "trialing";
  const isInGrace = status === "past_due" && grace !== null && grace.until > time;
  return isPaid || isInGrace ? plan.tier : "starter";
}

/** Our database reads Stripe: grace begins or ends, and what a lost dispute paid for is ended. */
export function learn(state: State): void {
  const { subscription } = state;
  state.isKnown = true;
  if (subscription === null) return;
  if (subscription.isDisputeLost) end(state, subscription);
  if (subscription.status === "active" || subscription.status === "trialing") state.grace = null;
  planAgain(subscription);
  if (subscription.status !== "past_due") return;
  const invoice = subscription.open[0]?.id ?? subscription.latestInvoice;
  if (state.grace?.invoice !== invoice) state.grace = { until: state.time + graceSeconds, invoice };
}

/** What an upgrade had let go of is planned again when that was given up, and forgotten when it was not. */
function planAgain(subscription: Subscription): void {
  const { planned, pending, plan, cancelAt, scheduleEnd, status } = subscription;
  if (planned === null || pending !== null) return;
  const isOverruled = plan !== planned.beside || cancelAt !== null || scheduleEnd !== null;
  if (!isOverruled && status !== "active" && status !== "trialing") return;
  subscription.planned = null;
  if (isOverruled) return;
  subscription.coming = planned.coming;
  subscription.scheduleEnd = Number.POSITIVE_INFINITY;
}

export function begin(
  state: State,
  status: Status,
  plan: Plan,
  given: Partial<Subscription> = {},
): Subscription {
  const periodEnd = after(state.time, plan, state.time);
  state.grace = null;
  state.edges.push(`– → ${status}`);
  state.subscription = {
    status,
    plan,
    card: null,
    createdAt: state.time,
    anchor: state.time,
    periodEnd,
    trialEnd: null,
    whenCardIsMissing: "create_invoice",
    cancelAt: null,
    coming: null,
    scheduleEnd: null,
    pending: null,
    planned: null,
    latestInvoice: ++state.invoices,
    draft: null,
    open: [],
    charges: 0,
    isDisputeLost: false,
    ...given,
  };
  return state.subscription;
}

export function become(state: State, subscription: Subscription, status: Status): void {
  if (subscription.status === status) return;
  state.edges.push(`${subscription.status} → ${status}`);
  subscription.status = status;
}

/** Over for good: nothing is tried any more. */
export function end(state: State, subscription: Subscription): void {
  if (isOver(subscription)) return;
  become(state, subscription, "canceled");
  Object.assign(subscription, { pending: null, planned: null, coming: null, scheduleEnd: null, draft: null });
  for (const invoice of subscription.open) invoice.next = null;
}

/** The latest invoice is paid or written off. */
export function payLatest(state: State, subscription: Subscription, isPaid = true): void {
  subscription.open = subscription.open.filter(({ id }) => id !== subscription.latestInvoice);
  if (subscription.draft?.id === subscription.latestInvoice) subscription.draft = null;
  if (isPaid) subscription.charges++;
  become(state, subscription, "active");
}

/** Another plan from now on: another interval begins anew. */
export function change(state: State, subscription: Subscription, plan: Plan, since = state.time): void {
  if (plan.interval !== subscription.plan.interval) {
    beginPeriod(state, subscription, plan, since);
    return;
  }
  subscription.plan = plan;
  bill(state, subscription);
}

/** A whole period, paid now. */
export function beginPeriod(state: State, subscription: Subscription, plan: Plan, since = state.time): void {
  subscription.plan = plan;
  subscription.anchor = since;
  subscription.periodEnd = after(since, plan, since);
  bill(state, subscription);
}

function bill(state: State, subscription: Subscription): void {
  subscription.latestInvoice = ++state.invoices;
  subscription.charges++;
}

export function dropPending(subscription: Subscription): void {
  subscription.pending = null;
}
