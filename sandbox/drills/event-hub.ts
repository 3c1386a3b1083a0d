import type Stripe from "stripe";
import { subjectOf } from "#lib/billing/webhooks/event-subject.ts";

/** Hands each customer's events out once, oldest first, however many ask at the same time. */
export function createEventHub(stripe: Stripe) {
  const waiting = new Map<string, Stripe.Event[]>();
  const customerOfCharge = new Map<string, string>();
  let last: string | null = null;
  let running: Promise<void> | null = null;
  let queued: Promise<void> | null = null;

  function sort(event: Stripe.Event): void {
    const { customerId, chargeId } = subjectOf(event);
    if (customerId !== null && chargeId !== null) customerOfCharge.set(chargeId, customerId);
    const customer = customerId ?? customerOfCharge.get(chargeId ?? "");
    if (customer === undefined) return;
    const list = waiting.get(customer);
    if (list) list.push(event);
    else waiting.set(customer, [event]);
  }

  async function pull(): Promise<void> {
    const fresh: Stripe.Event[] = [];
    const list = stripe.events.list({ limit: 100, ...(last === null ? {} : { ending_before: last }) });
    for await (const event of list) fresh.push(event);
    // The first reading comes newest first, later ones walk from the last known upwards.
    if (last === null) fresh.reverse();
    for (const event of fresh) sort(event);
    last = fresh.at(-1)?.id ?? last;
  }

  /** Everything that had happened when it was asked for: a reading that runs already may not have it. */
  function catchUp(): Promise<void> {
    if (running === null) {
      running = pull().finally(() => {
        running = null;
      });
      return running;
    }
    queued ??= running.then(() => {
      queued = null;
      return catchUp();
    });
    return queued;
  }

  return {
    async take(customers: Iterable<string>): Promise<Stripe.Event[]> {
      await catchUp();
      return [...customers].flatMap((customer) => {
        const events = waiting.get(customer) ?? [];
        waiting.delete(customer);
        return events;
      });
    },
  };
}
