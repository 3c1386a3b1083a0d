import type Stripe from "stripe";

/** Families of events that can change what a customer has. Others are stored and ignored. */
const relevant = [
  "checkout.session.",
  "customer.",
  "invoice.",
  "charge.",
  "refund.",
  "payment_method.",
  "subscription_schedule.",
];

/** Whether an event of this type is worth reading its customer again. */
export function isRelevant(type: string): boolean {
  return relevant.some((family) => type.startsWith(family));
}

/** What somebody may be waiting for. */
const urgent = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "customer.deleted",
  "customer.subscription.",
  "invoice.paid",
  "invoice.payment_failed",
  "charge.dispute.closed",
];

/** Whether an event of this type may open or close access. */
export function mayChangeAccess(type: string): boolean {
  return urgent.some((family) => type.startsWith(family));
}

export type EventSubject = { objectId: string | null; customerId: string | null; chargeId: string | null };

/** Whom an event is about. Only ids are taken from it; everything else is read afresh. */
export function subjectOf(event: Pick<Stripe.Event, "type" | "data">): EventSubject {
  // SAFETY: each field is looked at before it is used.
  const object = (event.data?.object ?? {}) as unknown as Record<string, unknown>;
  const before = (event.data?.previous_attributes ?? {}) as unknown as Record<string, unknown>;
  const objectId = idOf(object);
  return {
    objectId,
    customerId: object.object === "customer" ? objectId : (idOf(object.customer) ?? idOf(before.customer)),
    chargeId: object.object === "charge" ? objectId : idOf(object.charge),
  };
}

/** An event as the inbox stores it, however it came to us. */
export function storedForm(event: Stripe.Event) {
  const { objectId, customerId } = subjectOf(event);
  return {
    id: event.id,
    type: event.type,
    apiVersion: event.api_version,
    objectId,
    customerId,
    occurredAt: new Date(event.created * 1000),
    payload: event,
    isRelevant: isRelevant(event.type),
  };
}

function idOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return null;
  const { id } = value as { id?: unknown };
  return typeof id === "string" ? id : null;
}
