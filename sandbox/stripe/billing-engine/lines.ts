import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { requirePrice, wireDecimal } from "../resources/catalogue.ts";
import { idOf } from "../store/indexes.ts";
import type { Cut } from "./discounts.ts";

/** A line before it has an invoice. Amounts in minor units, times in unix seconds. */
export type DraftLine = {
  amount: number;
  description: string;
  from: number;
  to: number;
  price: string;
  quantity: number;
  subscription: string | null;
  item: string | null;
  isProration: boolean;
  isDiscountable: boolean;
  invoiceItem: string | null;
};

export function describe(ctx: Context, price: string, quantity: number): string {
  const { body } = requirePrice(ctx, price);
  const product = ctx.store.find("product", idOf(body.product));
  return `${quantity} × ${product?.body.name ?? "Product"}`;
}

export function productName(ctx: Context, price: string): string {
  const product = ctx.store.find("product", idOf(requirePrice(ctx, price).body.product));
  return product?.body.name ?? "Product";
}

export function invoiceLine(
  ctx: Context,
  draft: DraftLine,
  invoice: { id: string; currency: string; metadata: Record<string, string> },
  cuts: Cut[],
): Stripe.InvoiceLineItem {
  const price = requirePrice(ctx, draft.price).body;
  const details = {
    proration: draft.isProration,
    proration_details: { credited_items: null },
    subscription: draft.subscription,
  };
  const parent: Stripe.InvoiceLineItem.Parent =
    draft.item === null
      ? {
          type: "invoice_item_details",
          invoice_item_details: { ...details, invoice_item: draft.invoiceItem ?? ctx.id("ii") },
          subscription_item_details: null,
        }
      : {
          type: "subscription_item_details",
          invoice_item_details: null,
          subscription_item_details: {
            ...details,
            invoice_item: draft.invoiceItem,
            subscription_item: draft.item,
          },
        };
  return {
    id: ctx.id("il"),
    object: "line_item",
    amount: draft.amount,
    currency: invoice.currency,
    description: draft.description,
    discount_amounts: cuts.map((cut) => ({ amount: cut.amount, discount: cut.discount })),
    discountable: draft.isDiscountable,
    discounts: [],
    invoice: invoice.id,
    livemode: false,
    metadata: invoice.metadata,
    parent,
    period: { start: draft.from, end: draft.to },
    pretax_credit_amounts: cuts.map((cut) => ({
      amount: cut.amount,
      discount: cut.discount,
      type: "discount",
    })),
    pricing: {
      type: "price_details",
      price_details: { price: price.id, product: idOf(price.product) ?? "" },
      unit_amount_decimal: wireDecimal(draft.quantity === 0 ? 0 : draft.amount / draft.quantity),
    },
    quantity: draft.quantity,
    quantity_decimal: wireDecimal(draft.quantity),
    subscription: draft.subscription,
    subtotal: draft.amount,
    taxes: [],
  };
}
