import type Stripe from "stripe";
import { requireBilling } from "#lib/billing/access.ts";
import { askStripe } from "#lib/billing/ask-stripe.ts";
import { discountMinorOf } from "#lib/billing/mirror/discount-use-row.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { type Currency, findPriceId, type Interval } from "#lib/billing/plans.ts";
import { env } from "#lib/env/server.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import type { Order } from "./decide-discount.ts";
import { regularAfterMonths } from "./regular-after.ts";
import { type Caller, countingTries, readOrder, requireDiscount } from "./require-discount.ts";
import type { PreviewBody } from "./validation.ts";

/** What a plan would cost with a code; sums in minor units. */
export type DiscountQuote = {
  /** As it was made, whatever was typed. */
  code: string;
  interval: Interval;
  currency: Currency;
  regularMinor: number;
  discountMinor: number;
  /** What is paid now: the regular price less the discount, as Stripe rounds it. */
  dueMinor: number;
  /** When the regular price is paid for the first time; null for never, while the plan runs. */
  regularAfterMonths: number | null;
};

/**
 * What a purchase with a code would be billed: Stripe's own sums, of the very invoice that it would
 * make. Nothing comes of asking, and wrong codes are counted.
 * @throws Refusal `forbidden`, `rate_limited`, one of `discount_…`, `unavailable` when it is not
 *   sold here or Stripe does not answer
 */
export async function quoteDiscount(
  tools: SyncTools,
  viewer: Viewer,
  { code: typed, ...choice }: PreviewBody,
  { address, country }: Caller,
): Promise<DiscountQuote> {
  requireBilling(viewer);
  const { offer, order } = await readOrder(tools.db, viewer, choice, country);
  const price = findPriceId(offer, env());
  if (price === null) throw new Refusal("unavailable");
  return countingTries(viewer, address, () =>
    askStripe(async () => {
      const { id, code, terms } = await requireDiscount(tools, typed, order);
      const invoice = await previewInvoice(tools.stripe, price, id, order);
      return {
        code,
        interval: offer.interval,
        currency: offer.currency,
        regularMinor: invoice.subtotal,
        discountMinor: discountMinorOf(invoice),
        dueMinor: invoice.total,
        regularAfterMonths: regularAfterMonths(terms, offer.interval),
      };
    }),
  );
}

function previewInvoice(
  stripe: Stripe,
  price: string,
  promotionCode: string,
  { customerId, currency }: Order,
): Promise<Stripe.Invoice> {
  return stripe.invoices.createPreview({
    ...(customerId === null ? {} : { customer: customerId }),
    currency,
    discounts: [{ promotion_code: promotionCode }],
    subscription_details: { items: [{ price, quantity: 1 }] },
  });
}
