import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { planChange } from "./changes.ts";
import { createInvoice, finalizeInvoice } from "./invoices.ts";
import { keepAsInvoiceItem } from "./pending-items.ts";

/** Gives back what was paid for the time after `at`: on an invoice now, or on the next one. */
export function creditUnused(
  ctx: Context,
  stored: Stored<"subscription">,
  options: { at: number; isInvoiced: boolean },
): void {
  const { body } = stored;
  const items = body.items.data.map(({ id, price }) => ({ id, price: price.id, quantity: 0, isNew: false }));
  const { lines } = planChange(ctx, stored, {
    items,
    at: options.at,
    proration: "create_prorations",
    isAnchorNow: false,
    endsTrial: false,
  });
  const credits = lines.filter((line) => line.amount < 0);
  const customer = ctx.store.find("customer", idOf(body.customer));
  if (!options.isInvoiced || credits.length === 0 || customer === null) {
    for (const line of credits) keepAsInvoiceItem(ctx, stored, line);
    return;
  }
  const now = ctx.now(body.test_clock);
  const invoice = createInvoice(ctx, {
    customer,
    subscription: stored,
    currency: body.currency,
    lines: credits,
    reason: "subscription_update",
    at: now,
    period: { start: now, end: now },
    discounts: [],
    isAutomatic: false,
  });
  finalizeInvoice(ctx, invoice);
  body.latest_invoice = invoice.id;
}
