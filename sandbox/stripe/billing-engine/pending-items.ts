import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { requirePrice, wireDecimal } from "../resources/catalogue.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import type { DraftLine } from "./lines.ts";

/** A proration that waits for the next invoice. */
export function keepAsInvoiceItem(ctx: Context, subscription: Stored<"subscription">, line: DraftLine): void {
  const price = requirePrice(ctx, line.price).body;
  const body: Stripe.InvoiceItem = {
    id: ctx.id("ii"),
    object: "invoiceitem",
    amount: line.amount,
    currency: subscription.body.currency,
    customer: idOf(subscription.body.customer) ?? "",
    customer_account: null,
    date: line.from,
    description: line.description,
    discountable: line.isDiscountable,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: {},
    parent: {
      type: "subscription_details",
      subscription_details: {
        subscription: subscription.id,
        ...(line.item === null ? {} : { subscription_item: line.item }),
      },
    },
    period: { start: line.from, end: line.to },
    pricing: {
      type: "price_details",
      price_details: { price: price.id, product: idOf(price.product) ?? "" },
      unit_amount_decimal: wireDecimal(line.quantity === 0 ? 0 : line.amount / line.quantity),
    },
    proration: line.isProration,
    quantity: line.quantity,
    quantity_decimal: wireDecimal(line.quantity),
    tax_rates: [],
    test_clock: idOf(subscription.body.test_clock),
  };
  ctx.insert("invoice_item", body, {});
  ctx.emit("invoiceitem.created", body);
}

/** The lines of what waits; taken, they belong to the invoice. */
export function takeInvoiceItems(
  ctx: Context,
  subscription: Stored<"subscription">,
): { lines: DraftLine[]; assign: (invoice: string) => void } {
  const waiting = [...ctx.store.list("invoice_item", { ref: subscription.id })]
    .filter(({ body }) => body.invoice === null)
    .reverse();
  const lines = waiting.map(({ id, body }): DraftLine => {
    const item = body.parent?.subscription_details?.subscription_item ?? null;
    return {
      amount: body.amount,
      description: body.description ?? "",
      from: body.period.start,
      to: body.period.end,
      price: idOf(body.pricing?.price_details?.price) ?? "",
      quantity: body.quantity,
      subscription: subscription.id,
      item,
      isProration: body.proration,
      isDiscountable: body.discountable,
      invoiceItem: id,
    };
  });
  return {
    lines,
    assign: (invoice) => {
      for (const stored of waiting) {
        stored.body.invoice = invoice;
        ctx.store.save(stored);
      }
    },
  };
}
