import type Stripe from "stripe";

const monthsOf: Record<string, number> = { month: 1, year: 12 };
/** What counts: trials are paid by nobody, and what is incomplete, unpaid or over brings nothing in. */
const counting = new Set(["active", "past_due"]);

/**
 * A sum in shares of whole minor units, one a month. They add up to it and differ by one unit at the
 * most; the first is the nearest to an even share, a half upwards.
 */
export function spreadOverMonths(amountMinor: number, months: number): number[] {
  const upTo = (month: number) => Math.floor((2 * amountMinor * month + months) / (2 * months));
  return Array.from({ length: months }, (_, month) => upTo(month + 1) - upTo(month));
}

/**
 * What a subscription adds to the MRR: one month's share of its prices, net of discounts that recur,
 * without tax. Discounts have to be expanded with their coupons.
 * @param invoices those that were read with it: what a discount has taken off says most of it
 * @returns zero for what does not count; null where price, interval or discount is not known
 */
export function mrrMinorOf(
  subscription: Stripe.Subscription,
  invoices: readonly Stripe.Invoice[],
): number | null {
  if (!counting.has(subscription.status)) return 0;
  const shares = subscription.items.data.map((item) => itemMrrMinor(subscription, item, invoices));
  return shares.reduce((sum, share) => (sum === null || share === null ? null : sum + share), 0);
}

function itemMrrMinor(
  subscription: Stripe.Subscription,
  item: Stripe.SubscriptionItem,
  invoices: readonly Stripe.Invoice[],
): number | null {
  const { unit_amount: unit, recurring } = item.price;
  const months = (monthsOf[recurring?.interval ?? ""] ?? 0) * (recurring?.interval_count ?? 1);
  if (unit === null || months === 0) return null;
  let left = unit * (item.quantity ?? 1);
  const line = newestLine(item, invoices);
  for (const discount of subscription.discounts) {
    const cut = typeof discount === "string" ? null : recurringCut(discount, item, left, line);
    if (cut === null) return null;
    left -= cut;
  }
  return spreadOverMonths(left, months)[0] ?? null;
}

type Line = { created: number; cuts: Stripe.InvoiceLineItem["discount_amounts"] };

/** What was billed last for a whole period of the item at the price that it has now. */
function newestLine(item: Stripe.SubscriptionItem, invoices: readonly Stripe.Invoice[]): Line | null {
  const lines = invoices.flatMap((invoice) =>
    invoice.lines.data
      .filter(({ parent, pricing, quantity }) => {
        const details = parent?.subscription_item_details;
        const price = pricing?.price_details?.price;
        return (
          details?.subscription_item === item.id &&
          !details.proration &&
          (typeof price === "string" ? price : price?.id) === item.price.id &&
          quantity === (item.quantity ?? 1)
        );
      })
      .map(({ discount_amounts: cuts }) => ({ created: invoice.created, cuts })),
  );
  return lines.toSorted((a, b) => b.created - a.created)[0] ?? null;
}

/**
 * What a discount takes off each period, in minor units; null where that cannot be told. An invoice
 * made under it knows what the coupon does not say here: its products and its other currencies.
 */
function recurringCut(
  discount: Stripe.Discount,
  item: Stripe.SubscriptionItem,
  amountMinor: number,
  line: Line | null,
): number | null {
  const { coupon } = discount.source;
  if (coupon === null || typeof coupon === "string") return null;
  if (coupon.duration === "once") return 0;
  if (discount.end !== null && discount.end <= item.current_period_start) return 0;
  if (line !== null && line.created >= discount.start) return cutOf(line, discount.id);
  if (coupon.percent_off !== null) return Math.round((amountMinor * coupon.percent_off) / 100);
  const isSameCurrency = coupon.currency === item.price.currency;
  return isSameCurrency && coupon.amount_off !== null ? Math.min(amountMinor, coupon.amount_off) : null;
}

function cutOf({ cuts }: Line, discountId: string): number {
  return (cuts ?? [])
    .filter(({ discount }) => (typeof discount === "string" ? discount : discount.id) === discountId)
    .reduce((sum, { amount }) => sum + amount, 0);
}
