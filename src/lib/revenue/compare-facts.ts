import type Stripe from "stripe";

export const comparedLists = ["subscriptions", "invoices"] as const;
export type ComparedList = (typeof comparedLists)[number];

/** What has to be the same here and at Stripe, as people read it. */
export type Compared = { id: string; customerId: string; facts: string };

/** `stripe` or `here` is null for what is only at the other. */
export type Difference = { list: ComparedList; id: string; stripe: string | null; here: string | null };

const customerIdOf = (customer: string | { id: string } | null): string =>
  (typeof customer === "string" ? customer : customer?.id) ?? "";

export function comparedInvoice(invoice: Stripe.Invoice): Compared {
  const { id, customer, status, currency, total, amount_paid: paid } = invoice;
  return {
    id,
    customerId: customerIdOf(customer),
    facts: invoiceFacts({ status: status ?? "draft", currency, total, paid }),
  };
}

export function comparedSubscription(subscription: Stripe.Subscription): Compared {
  const { id, customer, status, currency, items } = subscription;
  const amounts = items.data.map(({ price, quantity }) => (price.unit_amount ?? 0) * (quantity ?? 1));
  const amount = amounts.length === 1 ? (amounts[0] ?? 0) : null;
  return { id, customerId: customerIdOf(customer), facts: subscriptionFacts({ status, currency, amount }) };
}

type InvoiceFacts = { status: string; currency: string; total: number; paid: number };

export function invoiceFacts({ status, currency, total, paid }: InvoiceFacts): string {
  return `${status}, ${total} ${currency}, paid ${paid}`;
}

type SubscriptionFacts = { status: string; currency: string; amount: number | null };

/** @property amount null where there are several: each has its own */
export function subscriptionFacts({ status, currency, amount }: SubscriptionFacts): string {
  return amount === null ? status : `${status}, ${amount} ${currency}`;
}

/**
 * What differs, of as many as were listed together.
 * @param ours by id
 * @param isKnown whether a customer is one of ours
 */
export function findDifferences(
  list: ComparedList,
  stripes: readonly Compared[],
  ours: ReadonlyMap<string, string>,
  isKnown: (customerId: string) => boolean,
): Difference[] {
  return stripes.flatMap(({ id, customerId, facts }) => {
    const here = ours.get(id) ?? null;
    if (here === null && !isKnown(customerId)) return [];
    return here === facts ? [] : [{ list, id, stripe: facts, here }];
  });
}
