import type Stripe from "stripe";
import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { periodLines, recordDebits, recurringOf } from "./changes.ts";
import { endDiscounts } from "./discounts.ts";
import { createInvoice } from "./invoices.ts";
import { subscriptionItem } from "./items.ts";
import { takeInvoiceItems } from "./pending-items.ts";
import { nextBoundary } from "./periods.ts";

const updated = "customer.subscription.updated";

/** The next period: its times, and an invoice that stays a draft for an hour. */
export function renew(
  ctx: Context,
  stored: Stored<"subscription">,
  at: number,
  /** What a schedule sells from here on, in place of what there is. */
  items: { price: string; quantity: number }[] | null = null,
): void {
  const { body } = stored;
  const first = body.items.data[0];
  const customer = ctx.store.find("customer", idOf(body.customer));
  if (first === undefined || customer === null) return;
  const wasTrial = body.status === "trialing";
  const start = first.current_period_end;
  const was = recurringOf(ctx, first.price.id);
  const recurring = recurringOf(ctx, items?.[0]?.price ?? first.price.id);
  const isOtherInterval =
    was.interval !== recurring.interval || was.interval_count !== recurring.interval_count;
  const anchor = wasTrial || isOtherInterval ? start : body.billing_cycle_anchor;
  const period = { start, end: nextBoundary(anchor, recurring, start) };
  const before = structuredClone(body);
  const previousPeriod = { start: first.current_period_start, end: first.current_period_end };
  if (items !== null) body.items.data = itemsOf(ctx, body, items, period);
  for (const item of body.items.data) {
    item.current_period_start = period.start;
    item.current_period_end = period.end;
  }
  endDiscounts(ctx, stored, (_coupon, discount) => discount.end !== null && discount.end <= at);
  const waiting = takeInvoiceItems(ctx, stored);
  const isCollected = body.status !== "unpaid";
  const invoice = createInvoice(ctx, {
    customer,
    subscription: stored,
    currency: body.currency,
    lines: [...waiting.lines, ...periodLines(ctx, stored, false)],
    reason: "subscription_cycle",
    at,
    period: previousPeriod,
    discounts: body.discounts.map((one) => idOf(one) ?? ""),
    isAutomatic: isCollected,
  });
  waiting.assign(invoice.id);
  stored.inner.debits = stored.inner.debits.filter((debit) => debit.to > at);
  recordDebits(stored, invoice.body);
  body.latest_invoice = invoice.id;
  body.billing_cycle_anchor = anchor;
  if (wasTrial) body.status = "active";
  if (body.cancel_at_period_end) body.cancel_at = period.end;
  ctx.store.save(stored);
  ctx.emit(updated, body, {
    items: before.items,
    latest_invoice: before.latest_invoice,
    ...(wasTrial ? { status: before.status } : {}),
  });
  endDiscounts(ctx, stored, (coupon) => coupon.duration === "once");
}

/** The items in their places, with what they cost from now on. */
export function itemsOf(
  ctx: Context,
  body: Stripe.Subscription,
  wanted: { price: string; quantity: number }[],
  period: { start: number; end: number },
): Stripe.SubscriptionItem[] {
  return wanted.map((one, index) => {
    const old = body.items.data[index];
    const id = old?.id ?? ctx.id("si", 14);
    const item = subscriptionItem(ctx, { id, subscription: body.id, ...one, period, at: period.start });
    return old === undefined ? item : { ...item, created: old.created, metadata: old.metadata };
  });
}
