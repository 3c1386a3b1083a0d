import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { cancelNow } from "./cancel.ts";
import { periodLines, recordDebits, recurringOf } from "./changes.ts";
import { endDiscounts } from "./discounts.ts";
import { createInvoice, finalizeInvoice, voidInvoice } from "./invoices.ts";
import { payInvoice } from "./pay.ts";
import { takeInvoiceItems } from "./pending-items.ts";
import { nextBoundary } from "./periods.ts";
import { enterNextPhase } from "./schedules.ts";

const updated = "customer.subscription.updated";

/** Does the one thing that is due on a document at `at`, the clock's time. */
export function runDue(ctx: Context, stored: Stored, at: number): void {
  if (isKind(stored, "schedule")) enterNextPhase(ctx, stored, at);
  else if (isKind(stored, "subscription")) runSubscription(ctx, stored, at);
  else if (isKind(stored, "invoice")) runInvoice(ctx, stored);
  else if (isKind(stored, "session")) expireSession(ctx, stored);
}

function isKind<K extends Stored["kind"]>(stored: { kind: string }, kind: K): stored is Stored<K> {
  return stored.kind === kind;
}

export function expireSession(ctx: Context, session: Stored<"session">): void {
  session.body.status = "expired";
  session.body.url = null;
  ctx.store.save(session);
  ctx.emit("checkout.session.expired", session.body);
}

function runInvoice(ctx: Context, invoice: Stored<"invoice">): void {
  const isDraft = invoice.body.status === "draft";
  if (isDraft) finalizeInvoice(ctx, invoice);
  if (invoice.body.status !== "open") return;
  // Nobody is there to be asked.
  payInvoice(ctx, invoice, { isAutomatic: true, isOnSession: false });
}

function runSubscription(ctx: Context, stored: Stored<"subscription">, at: number): void {
  const { body } = stored;
  if (body.pending_update !== null && body.pending_update.expires_at <= at) {
    expirePendingUpdate(ctx, stored);
    return;
  }
  if (body.status === "incomplete") {
    expireIncomplete(ctx, stored, at);
    return;
  }
  if (body.cancel_at !== null && body.cancel_at <= at) {
    cancelNow(ctx, stored, { reason: "cancellation_requested" });
    return;
  }
  if (body.status === "trialing") {
    if (body.trial_end !== null && body.trial_end <= at) {
      endTrial(ctx, stored, at);
      return;
    }
    stored.inner.isTrialEndAnnounced = true;
    ctx.store.save(stored);
    ctx.emit("customer.subscription.trial_will_end", body);
    return;
  }
  renew(ctx, stored, at);
}

function expireIncomplete(ctx: Context, stored: Stored<"subscription">, at: number): void {
  ctx.change(stored, updated, (body) => {
    body.status = "incomplete_expired";
    body.ended_at = at;
  });
  const invoice = ctx.store.find("invoice", idOf(stored.body.latest_invoice));
  if (invoice?.body.status === "open") voidInvoice(ctx, invoice);
}

function expirePendingUpdate(ctx: Context, stored: Stored<"subscription">): void {
  stored.body.pending_update = null;
  ctx.store.save(stored);
  ctx.emit("customer.subscription.pending_update_expired", stored.body);
  for (const invoice of ctx.store.list("invoice", { ref: stored.id })) {
    if (invoice.inner.changes !== null && invoice.body.status === "open") voidInvoice(ctx, invoice);
  }
}

function endTrial(ctx: Context, stored: Stored<"subscription">, at: number): void {
  const { body } = stored;
  const customer = ctx.store.find("customer", idOf(body.customer));
  const hasMethod =
    body.default_payment_method !== null ||
    idOf(customer?.body.invoice_settings?.default_payment_method) !== null;
  const missing = body.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice";
  if (!hasMethod && missing === "cancel") {
    cancelNow(ctx, stored, { reason: null });
    return;
  }
  if (!hasMethod && missing === "pause") {
    ctx.change(stored, updated, (changed) => {
      changed.status = "paused";
      changed.status_details = {
        paused: {
          subscription: { type: "trial_end_without_payment_method" },
          transitioned_at: at,
          type: "subscription",
        },
      } as unknown as typeof changed.status_details;
    });
    ctx.emit("customer.subscription.paused", body);
    return;
  }
  renew(ctx, stored, at);
}

/** The next period: its times, and an invoice that stays a draft for an hour. */
export function renew(ctx: Context, stored: Stored<"subscription">, at: number): void {
  const { body } = stored;
  const first = body.items.data[0];
  const customer = ctx.store.find("customer", idOf(body.customer));
  if (first === undefined || customer === null) return;
  const wasTrial = body.status === "trialing";
  const start = first.current_period_end;
  const recurring = recurringOf(ctx, first.price.id);
  const anchor = wasTrial ? start : body.billing_cycle_anchor;
  const end = nextBoundary(anchor, recurring, start);
  const before = structuredClone(body);
  const previousPeriod = { start: first.current_period_start, end: first.current_period_end };
  for (const item of body.items.data) {
    item.current_period_start = start;
    item.current_period_end = end;
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
  if (body.cancel_at_period_end) body.cancel_at = end;
  ctx.store.save(stored);
  ctx.emit(updated, body, {
    items: before.items,
    latest_invoice: before.latest_invoice,
    ...(wasTrial ? { status: before.status } : {}),
  });
  endDiscounts(ctx, stored, (coupon) => coupon.duration === "once");
}
