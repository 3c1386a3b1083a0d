import type Stripe from "stripe";
import { readAll } from "./read-all.ts";
import { type ReturnedCharge, readReturnedCharges } from "./read-charges.ts";
import { idOf } from "./subscription-row.ts";

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
  paymentMethods: Stripe.PaymentMethod[];
  defaultPaymentMethodId: string | null;
  /** Charges that were paid back or disputed; of very long histories of the newest part. */
  returnedCharges: ReturnedCharge[];
  /** Deliveries that were waiting for this reading. */
  eventIds?: readonly string[];
};

const pageSize = 100;
/** What lowers a subscription; one level deeper Stripe lets nobody look. */
const coupons = "discounts.source.coupon";
/** Of invoices, and of charges. */
const most = 1_000;
/** What took how much off an invoice: as deep as Stripe lets one look. */
const discounts = "data.total_discount_amounts.discount.promotion_code";

/**
 * Reads the whole state of a customer, in five calls at once when nothing special has happened.
 * Payloads of events are never used: they come late, twice and in any order.
 * @param liveIds subscriptions that were not over when last read
 */
export async function readCustomer(
  stripe: Stripe,
  customerId: string,
  liveIds: readonly string[],
): Promise<CustomerReading> {
  const lists = { customer: customerId, limit: pageSize };
  const [customer, listed, invoices, charges, paymentMethods] = await Promise.all([
    found(stripe.customers.retrieve(customerId)),
    found(
      readAll(
        stripe.subscriptions.list({
          ...lists,
          status: "all",
          expand: ["data.latest_invoice", "data.schedule", `data.${coupons}`],
        }),
      ),
    ),
    found(readAll(stripe.invoices.list({ ...lists, expand: [discounts] }), most)),
    found(readAll(stripe.charges.list({ ...lists, expand: ["data.refunds"] }), most)),
    found(readAll(stripe.customers.listPaymentMethods(customerId, { limit: pageSize }))),
  ]);
  const living = customer === null || customer.deleted ? null : customer;
  // Of a customer that is gone there may be nothing to list; one that is there has every list.
  if (living && !(listed && invoices && charges && paymentMethods)) {
    throw new Error("a customer was deleted while it was read");
  }
  const ids = new Set(listed?.map(({ id }) => id));
  const [rest, returnedCharges] = await Promise.all([
    readOneByOne(
      stripe,
      liveIds.filter((id) => !ids.has(id)),
    ),
    readReturnedCharges(stripe, charges ?? []),
  ]);
  return {
    customerId,
    isDeleted: living === null,
    currency: living?.currency ?? null,
    subscriptions: [...(listed ?? []), ...rest.subscriptions],
    invoices: invoices ?? [],
    missingSubscriptionIds: rest.missingSubscriptionIds,
    paymentMethods: living ? (paymentMethods ?? []) : [],
    defaultPaymentMethodId: idOf(living?.invoice_settings.default_payment_method),
    returnedCharges,
  };
}

async function readOneByOne(
  stripe: Stripe,
  ids: readonly string[],
): Promise<Pick<CustomerReading, "subscriptions" | "missingSubscriptionIds">> {
  const subscriptions: Stripe.Subscription[] = [];
  const missingSubscriptionIds: string[] = [];
  for (const id of ids) {
    const subscription = await found(
      stripe.subscriptions.retrieve(id, { expand: ["latest_invoice", "schedule", coupons] }),
    );
    if (subscription) subscriptions.push(subscription);
    else missingSubscriptionIds.push(id);
  }
  return { subscriptions, missingSubscriptionIds };
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

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "resource_missing";
}
