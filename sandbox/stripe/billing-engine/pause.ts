import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { periodLines, recordDebits, recurringOf } from "./changes.ts";
import { creditUnused } from "./credit-unused.ts";
import { createInvoice, finalizeInvoice } from "./invoices.ts";
import type { DraftLine } from "./lines.ts";
import { enterPause, leavePause } from "./paused-status.ts";
import { payInvoice } from "./pay.ts";
import { keepAsInvoiceItem, takeInvoiceItems } from "./pending-items.ts";
import { nextBoundary, shareOf } from "./periods.ts";

const hours23 = 23 * 3600;

/** `subscriptions.pause`: what was paid for time that is left is credited, unless that is not wanted. */
export function pauseSubscription(
  ctx: Context,
  stored: Stored<"subscription">,
  params: Stripe.SubscriptionPauseParams,
): void {
  const { body } = stored;
  if (body.status !== "active") throw invalid(`You cannot pause a subscription that is ${body.status}.`);
  if (body.schedule !== null) throw invalid("You cannot pause a subscription that has a schedule attached.");
  const from = params.bill_for?.unused_time_from?.type ?? "now";
  const at = ctx.now(body.test_clock);
  if (from !== "none") {
    creditUnused(ctx, stored, {
      at: from === "now" ? at : (body.items.data[0]?.current_period_start ?? at),
      isInvoiced: params.invoicing_behavior === "invoice",
    });
  }
  stored.inner.debits = [];
  enterPause(ctx, stored, "pause_requested", at);
}

/** `subscriptions.resume`: at once where nothing is to be paid, else with the invoice that it makes. */
export function resumeSubscription(
  ctx: Context,
  stored: Stored<"subscription">,
  params: Stripe.SubscriptionResumeParams,
): void {
  if (stored.body.status !== "paused") throw invalid("Only a paused subscription can be resumed.");
  const first = stored.body.items.data[0];
  if (first === undefined) throw invalid("A subscription needs at least one item.");
  const now = ctx.now(stored.body.test_clock);
  const isReset = params.billing_cycle_anchor?.type !== "unchanged";
  const proration = params.proration_behavior ?? "create_prorations";
  const anchor = isReset ? now : stored.body.billing_cycle_anchor;
  const recurring = recurringOf(ctx, first.price.id);
  const end = nextBoundary(anchor, recurring, now);
  const start = isReset ? now : currentStart(anchor, recurring, now);
  stored.body.billing_cycle_anchor = anchor;
  for (const item of stored.body.items.data)
    Object.assign(item, { current_period_start: start, current_period_end: end });
  ctx.store.save(stored);
  const lines = periodLines(ctx, stored, false).map((line) => shorten(line, now));
  if (isReset || proration === "always_invoice") bill(ctx, stored, lines, now, params);
  else {
    if (proration === "create_prorations") for (const line of lines) keepAsInvoiceItem(ctx, stored, line);
    leavePause(ctx, stored);
  }
}

/** The last boundary that is not after `now`. */
function currentStart(anchor: number, recurring: Parameters<typeof nextBoundary>[1], now: number): number {
  let start = anchor;
  for (let next = anchor; next <= now; next = nextBoundary(anchor, recurring, next)) start = next;
  return start;
}

/** Of a period that is running only what is left of it. */
function shorten(line: DraftLine, now: number): DraftLine {
  if (line.from >= now) return line;
  const amount = shareOf(line.amount, line.to - now, line.to - line.from);
  return { ...line, amount, from: now, isProration: true };
}

function bill(
  ctx: Context,
  stored: Stored<"subscription">,
  lines: DraftLine[],
  now: number,
  params: Stripe.SubscriptionResumeParams,
): void {
  const customer = ctx.store.find("customer", idOf(stored.body.customer));
  if (customer === null) return;
  const waiting = takeInvoiceItems(ctx, stored);
  const invoice = createInvoice(ctx, {
    customer,
    subscription: stored,
    currency: stored.body.currency,
    lines: [...waiting.lines, ...lines],
    reason: "subscription_update",
    at: now,
    period: { start: now, end: now },
    discounts: stored.body.discounts.map((one) => idOf(one) ?? ""),
    isAutomatic: false,
  });
  waiting.assign(invoice.id);
  recordDebits(stored, invoice.body);
  stored.body.latest_invoice = invoice.id;
  ctx.store.save(stored);
  const isOnlyOnSuccess = params.payment_behavior === "resume_on_payment_success";
  invoice.inner.resumes = { isOnlyOnSuccess, voidAt: now + hours23 };
  finalizeInvoice(ctx, invoice);
  if (invoice.body.status === "open" && isOnlyOnSuccess) payInvoice(ctx, invoice, { isAutomatic: true });
}
