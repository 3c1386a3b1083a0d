import type Stripe from "stripe";
import type { Kind, Stored } from "./documents.ts";

/** What rows are found by: owner, one more id, the test clock they live on, and when something is due. */
export type Index = {
  customer: string | null;
  ref: string | null;
  clock: string | null;
  due: number | null;
  rank: number;
};

const none: Index = { customer: null, ref: null, clock: null, due: null, rank: 9 };

export function idOf(value: string | { id: string } | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : value.id;
}

export function indexOf(stored: Stored): Index {
  const readIndex = readers[stored.kind] as ((one: Stored) => Partial<Index>) | undefined;
  return { ...none, ...readIndex?.(stored) };
}

type Readers = { [K in Kind]?: (stored: Stored<K>) => Partial<Index> };

/** What deliveries wait for is no clock of Stripe's: their times are in milliseconds. */
export const deliveryClock = "deliveries";

const hour = 3600;
const day = 24 * hour;

const readers: Readers = {
  customer: ({ body, inner }) => ({
    ref: body.email ?? null,
    clock: inner.hasOwnTime ? null : idOf(body.test_clock),
  }),
  price: ({ body }) => ({ ref: body.lookup_key }),
  promotion_code: ({ body }) => ({ ref: body.code.toLowerCase(), customer: idOf(body.customer) }),
  payment_method: ({ body }) => ({ customer: idOf(body.customer) }),
  discount: ({ body }) => ({ customer: idOf(body.customer), ref: body.subscription }),
  session: ({ body }) => ({
    customer: idOf(body.customer),
    ref: idOf(body.subscription) ?? idOf(body.payment_intent),
    due: body.status === "open" ? body.expires_at : null,
    rank: 3,
  }),
  subscription: ({ body, inner }) => ({
    customer: idOf(body.customer),
    ref: body.items.data[0]?.id ?? null,
    clock: idOf(body.test_clock),
    due: subscriptionDue(body, inner.isTrialEndAnnounced),
    rank: 1,
  }),
  schedule: ({ body }) => ({
    customer: idOf(body.customer),
    ref: idOf(body.subscription),
    clock: idOf(body.test_clock),
    due: body.status === "active" ? (body.current_phase?.end_date ?? null) : null,
    rank: 0,
  }),
  invoice: ({ body, inner }) => ({
    customer: idOf(body.customer),
    ref: idOf(body.parent?.subscription_details?.subscription),
    clock: idOf(body.test_clock),
    due: invoiceDue(body, inner.resumes?.voidAt ?? null),
    rank: 2,
  }),
  invoice_item: ({ body }) => ({
    customer: idOf(body.customer),
    ref: body.parent?.subscription_details?.subscription ?? null,
    clock: idOf(body.test_clock),
  }),
  invoice_payment: ({ body }) => ({
    customer: idOf(body.payment.payment_intent),
    ref: idOf(body.invoice),
  }),
  payment_intent: ({ body }) => ({ customer: idOf(body.customer) }),
  setup_intent: ({ body }) => ({ customer: idOf(body.customer) }),
  charge: ({ body, inner }) => ({
    customer: idOf(body.customer),
    ref: idOf(body.payment_intent),
    clock: inner.clock ?? null,
    due: inner.disputeAt ?? null,
    rank: 4,
  }),
  refund: ({ body }) => ({ customer: idOf(body.charge), ref: idOf(body.payment_intent) }),
  dispute: ({ body }) => ({ customer: idOf(body.charge), ref: idOf(body.payment_intent) }),
  event: ({ body, inner }) => ({ ref: body.type, clock: inner.clock }),
  delivery: ({ body }) => ({
    ref: body.event,
    customer: body.state,
    clock: deliveryClock,
    due: body.state === "pending" ? body.nextAttemptAt : null,
  }),
};

function subscriptionDue(body: Stripe.Subscription, isTrialEndAnnounced: boolean): number | null {
  const times: number[] = [];
  if (body.status === "incomplete") times.push(body.created + 23 * hour);
  if (body.status === "trialing" && body.trial_end !== null) {
    if (!isTrialEndAnnounced) times.push(body.trial_end - 3 * day);
    times.push(body.trial_end);
  }
  if (body.status === "active" || body.status === "past_due" || body.status === "unpaid") {
    times.push(Math.min(...body.items.data.map((item) => item.current_period_end)));
  }
  const isOver = ["canceled", "incomplete", "incomplete_expired"].includes(body.status);
  if (!isOver && body.cancel_at !== null) times.push(body.cancel_at);
  if (!isOver && body.pending_update) times.push(body.pending_update.expires_at);
  return times.length === 0 ? null : Math.min(...times);
}

function invoiceDue(body: Stripe.Invoice, voidAt: number | null): number | null {
  if (body.status === "draft" && body.auto_advance) return body.automatically_finalizes_at;
  if (body.status !== "open") return null;
  return body.next_payment_attempt ?? (body.attempted ? null : voidAt);
}
