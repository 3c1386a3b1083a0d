import {
  become,
  cardOf,
  dropPending,
  end,
  livingOf,
  type OpenInvoice,
  type State,
  type Subscription,
} from "./walk-model.ts";
import { after } from "./walk-periods.ts";

// What time brings in the model, as Stripe's rules have it.

const hour = 3600;
const day = 24 * hour;
const retryDelays = 7;

/** Everything that is due up to a time, in its order. */
export function moveTo(state: State, time: number): void {
  for (;;) {
    const due = nextDue(state);
    if (due === null || due.at > time) break;
    state.time = Math.max(state.time, due.at);
    due.run();
  }
  state.time = time;
}

type Due = { at: number; run: () => void };

function nextDue(state: State): Due | null {
  const subscription = livingOf(state);
  if (subscription === null) return null;
  const { status, draft, open, pending, cancelAt, trialEnd, periodEnd, createdAt } = subscription;
  const due: Due[] = [];
  const at = (when: number | null, run: () => void) => when !== null && due.push({ at: when, run });
  if (status === "incomplete") at(createdAt + 23 * hour, () => expire(state, subscription));
  else {
    if (pending) at(pending.expiresAt, () => dropPending(subscription));
    at(cancelAt, () => end(state, subscription));
    if (status === "trialing") at(trialEnd, () => endTrial(state, subscription));
    if (["active", "past_due", "unpaid"].includes(status)) at(periodEnd, () => renew(state, subscription));
  }
  if (draft) at(draft.at, () => finalise(state, subscription));
  for (const invoice of open) at(invoice.next, () => attempt(state, subscription, invoice));
  // Of equals the first: as Stripe goes about it.
  return due.reduce<Due | null>((first, one) => (first !== null && first.at <= one.at ? first : one), null);
}

function expire(state: State, subscription: Subscription): void {
  become(state, subscription, "incomplete_expired");
}

function endTrial(state: State, subscription: Subscription): void {
  const isMissing = cardOf(state) === "none";
  if (isMissing && subscription.whenCardIsMissing === "cancel") end(state, subscription);
  else if (isMissing && subscription.whenCardIsMissing === "pause") become(state, subscription, "paused");
  else {
    subscription.anchor = subscription.periodEnd;
    become(state, subscription, "active");
    renew(state, subscription);
  }
}

/** The next period, perhaps of another plan, and an invoice that stays a draft for an hour. */
function renew(state: State, subscription: Subscription): void {
  const start = subscription.periodEnd;
  if (subscription.coming !== null) {
    if (subscription.coming.interval !== subscription.plan.interval) subscription.anchor = start;
    subscription.plan = subscription.coming;
    subscription.coming = null;
    // A schedule leads it for one period of the new plan.
    subscription.scheduleEnd = after(subscription.anchor, subscription.plan, start);
  } else if (subscription.scheduleEnd !== null && subscription.scheduleEnd <= start) {
    subscription.scheduleEnd = null;
  }
  subscription.periodEnd = after(subscription.anchor, subscription.plan, start);
  subscription.latestInvoice = ++state.invoices;
  const isCollected = subscription.status !== "unpaid";
  subscription.draft = { id: subscription.latestInvoice, at: isCollected ? state.time + hour : null };
}

function finalise(state: State, subscription: Subscription): void {
  const { draft } = subscription;
  if (draft === null) return;
  subscription.draft = null;
  const invoice = { id: draft.id, retries: 0, next: null };
  subscription.open.push(invoice);
  attempt(state, subscription, invoice);
}

function attempt(state: State, subscription: Subscription, invoice: OpenInvoice): void {
  const card = cardOf(state);
  if (card === "good") {
    subscription.open = subscription.open.filter((one) => one !== invoice);
    subscription.charges++;
    if (invoice.id === subscription.latestInvoice) become(state, subscription, "active");
    return;
  }
  become(state, subscription, subscription.status === "active" ? "past_due" : subscription.status);
  // Without a card there is nothing to try again.
  const isLast = card === "none" || invoice.retries >= retryDelays;
  invoice.next = isLast ? null : state.time + 2 * day;
  invoice.retries++;
  if (!isLast) return;
  if (state.dunningEnd === "cancel") end(state, subscription);
  else if (state.dunningEnd === "unpaid") become(state, subscription, "unpaid");
  else state.edges.push("past_due → past_due");
}
