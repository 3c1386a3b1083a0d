import type Stripe from "stripe";

/** What Stripe said of a customer, read after a ticket was drawn and outside any transaction. */
export type CustomerReading = {
  customerId: string;
  isDeleted: boolean;
  currency: string | null;
  subscriptions: Stripe.Subscription[];
  /** The newest first; of very long histories the newest part. */
  invoices: Stripe.Invoice[];
  /** Subscriptions that we know and Stripe does not any more. */
  missingSubscriptionIds: string[];
};

const pageSize = 100;
const mostInvoices = 1_000;

/**
 * Reads the whole state of a customer. Payloads of events are never used: they come late, twice
 * and in any order.
 * @param liveIds subscriptions that were not over when last read
 */
export async function readCustomer(
  stripe: Stripe,
  customerId: string,
  liveIds: readonly string[],
): Promise<CustomerReading> {
  const customer = await found(stripe.customers.retrieve(customerId));
  const isDeleted = customer === null || customer.deleted === true;
  const lists = Promise.all([
    readAll(
      stripe.subscriptions.list({
        customer: customerId,
        status: "all",
        limit: pageSize,
        expand: ["data.latest_invoice"],
      }),
    ),
    readAll(stripe.invoices.list({ customer: customerId, limit: pageSize }), mostInvoices),
  ]);
  // Of a customer that is gone there may be nothing to list; each subscription can still be asked for.
  const [subscriptions, invoices] = (isDeleted ? await found(lists) : await lists) ?? [[], []];
  const listed = new Set(subscriptions.map(({ id }) => id));
  const rest = await readOneByOne(
    stripe,
    liveIds.filter((id) => !listed.has(id)),
  );
  return {
    customerId,
    isDeleted,
    currency: customer === null || customer.deleted ? null : (customer.currency ?? null),
    subscriptions: [...subscriptions, ...rest.subscriptions],
    invoices,
    missingSubscriptionIds: rest.missingSubscriptionIds,
  };
}

async function readOneByOne(
  stripe: Stripe,
  ids: readonly string[],
): Promise<Pick<CustomerReading, "subscriptions" | "missingSubscriptionIds">> {
  const subscriptions: Stripe.Subscription[] = [];
  const missingSubscriptionIds: string[] = [];
  for (const id of ids) {
    const subscription = await found(stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] }));
    if (subscription) subscriptions.push(subscription);
    else missingSubscriptionIds.push(id);
  }
  return { subscriptions, missingSubscriptionIds };
}

async function readAll<T>(list: AsyncIterable<T>, most = Number.POSITIVE_INFINITY): Promise<T[]> {
  const all: T[] = [];
  for await (const item of list) {
    all.push(item);
    if (all.length >= most) break;
  }
  return all;
}

/** The object, or null when Stripe says that there is none. */
export async function found<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "resource_missing";
}
