import type Stripe from "stripe";
import { cutLines, type DiscountSource } from "../billing-engine/discounts.ts";
import { describe } from "../billing-engine/lines.ts";
import type { Context } from "../context.ts";
import { missing } from "../http/errors.ts";
import { listOf } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { amountIn, requirePrice } from "./catalogue.ts";

export function requireSession(ctx: Context, id: string): Stored<"session"> {
  const stored = ctx.store.find("session", id);
  if (stored === null) throw missing("checkout.session", id);
  return stored;
}

export type Totals = { subtotal: number; discount: number; total: number; cuts: number[] };

/** What the session costs today; nothing while a trial runs. */
export function totalsOf(ctx: Context, stored: Stored<"session">): Totals {
  const { inner, body } = stored;
  const currency = body.currency ?? "usd";
  const isTrial = hasTrial(stored);
  const lines = inner.lines.map((line) => ({
    amount: isTrial ? 0 : (amountIn(requirePrice(ctx, line.price), currency) ?? 0) * line.quantity,
    isDiscountable: true,
    price: line.price,
  }));
  const cuts = cutLines(
    ctx,
    lines,
    inner.discounts.map((one, index) => ({ id: String(index), coupon: one.coupon })),
    currency,
  );
  const cut = cuts.map((one) => one.reduce((sum, { amount }) => sum + amount, 0));
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0);
  const discount = cut.reduce((sum, amount) => sum + amount, 0);
  return { subtotal, discount, total: subtotal - discount, cuts: cut };
}

export function hasTrial({ inner }: Stored<"session">): boolean {
  return (
    inner.subscriptionData.trial_end !== undefined || inner.subscriptionData.trial_period_days !== undefined
  );
}

/** Writes the totals of the chosen discounts into the session. */
export function applyDiscounts(ctx: Context, stored: Stored<"session">, discounts: DiscountSource[]): void {
  stored.inner.discounts = discounts;
  const totals = totalsOf(ctx, stored);
  const { body } = stored;
  body.discounts = discounts.map((one) => ({
    coupon: one.promotionCode === null ? one.coupon : null,
    promotion_code: one.promotionCode,
  }));
  body.amount_subtotal = totals.subtotal;
  body.amount_total = totals.total;
  body.total_details = { amount_discount: totals.discount, amount_shipping: 0, amount_tax: 0 };
  ctx.store.save(stored);
}

export function lineItemsOf(ctx: Context, id: string): object {
  const stored = requireSession(ctx, id);
  const currency = stored.body.currency ?? "usd";
  const { cuts } = totalsOf(ctx, stored);
  const data = stored.inner.lines.map((line, index): Stripe.LineItem => {
    const price = requirePrice(ctx, line.price);
    const subtotal = hasTrial(stored) ? 0 : (amountIn(price, currency) ?? 0) * line.quantity;
    const discount = cuts[index] ?? 0;
    return {
      id: line.id,
      object: "item",
      adjustable_quantity: null,
      amount_discount: discount,
      amount_subtotal: subtotal,
      amount_tax: 0,
      amount_total: subtotal - discount,
      currency,
      description: describe(ctx, line.price, line.quantity).replace(/^\d+ × /, ""),
      metadata: {},
      price: structuredClone(price.body),
      quantity: line.quantity,
    };
  });
  return listOf(`/v1/checkout/sessions/${id}/line_items`, data);
}
