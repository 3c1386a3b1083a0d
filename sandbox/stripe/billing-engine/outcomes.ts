import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { cancelNow, isOver } from "./cancel.ts";
import { applyChange, type Change } from "./changes.ts";
import { enterPause, leavePause } from "./paused-status.ts";

const updated = "customer.subscription.updated";

function subscriptionOf(ctx: Context, invoice: Stored<"invoice">): Stored<"subscription"> | null {
  return ctx.store.find("subscription", idOf(invoice.body.parent?.subscription_details?.subscription));
}

/** Paid (or written off): what waited for it happens, and the subscription recovers. */
export function afterInvoicePaid(ctx: Context, invoice: Stored<"invoice">): void {
  const subscription = subscriptionOf(ctx, invoice);
  const customer = ctx.store.find("customer", idOf(invoice.body.customer));
  if (customer?.body.delinquent) {
    ctx.change(customer, "customer.updated", (body) => {
      body.delinquent = false;
    });
  }
  if (subscription === null) return;
  const { changes } = invoice.inner;
  if (changes !== null && subscription.body.pending_update !== null) {
    invoice.inner.changes = null;
    ctx.store.save(invoice);
    // SAFETY: written by `updateSubscription` alone.
    applyChange(ctx, subscription, changes.change as Change, invoice, { pendingUpdate: null });
    ctx.emit("customer.subscription.pending_update_applied", subscription.body);
    return;
  }
  if (idOf(subscription.body.latest_invoice) !== invoice.id) return;
  if (["incomplete", "past_due", "unpaid"].includes(subscription.body.status)) {
    ctx.change(subscription, updated, (body) => {
      body.status = "active";
    });
  } else if (subscription.body.status === "paused" && invoice.inner.resumes !== null) {
    leavePause(ctx, subscription);
  }
}

/** A pending change goes with the invoice it waited for. */
export function afterInvoiceVoided(ctx: Context, invoice: Stored<"invoice">): void {
  const subscription = subscriptionOf(ctx, invoice);
  if (subscription === null || invoice.inner.changes === null) return;
  invoice.inner.changes = null;
  ctx.store.save(invoice);
  if (subscription.body.pending_update === null) return;
  ctx.change(subscription, updated, (body) => {
    body.pending_update = null;
  });
}

/** Not paid: events, the next attempt, and the end of the retries. */
export function afterInvoiceFailed(
  ctx: Context,
  invoice: Stored<"invoice">,
  outcome: "failed" | "requires_action",
  options: { hasMethod: boolean; isAutomatic: boolean },
): void {
  const subscription = subscriptionOf(ctx, invoice);
  const { dunningDelays } = ctx.settings();
  const isRenewal =
    subscription !== null &&
    ["active", "past_due", "unpaid"].includes(subscription.body.status) &&
    invoice.inner.changes === null;
  const at = ctx.now(invoice.body.test_clock);
  // Stripe does not retry what cannot go better: no card at all.
  const isResumption =
    subscription?.body.status === "paused" && invoice.inner.resumes?.isOnlyOnSuccess === true;
  const delay =
    (isRenewal || isResumption) && options.hasMethod ? dunningDelays[invoice.inner.retries] : undefined;
  const isLast = isRenewal && options.isAutomatic && delay === undefined;
  if (options.isAutomatic && delay !== undefined) invoice.inner.retries += 1;
  ctx.change(invoice, "invoice.updated", (body) => {
    body.attempted = true;
    if (!options.isAutomatic) return;
    body.next_payment_attempt = delay === undefined ? null : at + delay;
  });
  ctx.emit("invoice.payment_failed", invoice.body);
  if (outcome === "requires_action") ctx.emit("invoice.payment_action_required", invoice.body);
  if (subscription?.body.status === "paused" && invoice.inner.resumes?.isOnlyOnSuccess === false) {
    leavePause(ctx, subscription, "past_due");
  }
  if (!isRenewal || subscription === null) return;
  const customer = ctx.store.find("customer", idOf(invoice.body.customer));
  if (customer !== null && !customer.body.delinquent) {
    ctx.change(customer, "customer.updated", (body) => {
      body.delinquent = true;
    });
  }
  // An older invoice that fails again says nothing about what was paid since.
  const isLatest = idOf(subscription.body.latest_invoice) === invoice.id;
  if (subscription.body.status === "active" && isLatest) {
    ctx.change(subscription, updated, (body) => {
      body.status = "past_due";
    });
  }
  if (!isLast || isOver(subscription.body) || subscription.body.status === "active") return;
  endDunning(ctx, subscription, at);
}

/** The retries are over; the account's settings say what then. */
function endDunning(ctx: Context, subscription: Stored<"subscription">, at: number): void {
  const { dunningEnd } = ctx.settings();
  if (dunningEnd === "cancel") cancelNow(ctx, subscription, { reason: "payment_failed" });
  else if (dunningEnd === "pause") enterPause(ctx, subscription, "final_payment_failure", at);
  else if (dunningEnd === "unpaid" && subscription.body.status !== "unpaid") {
    ctx.change(subscription, updated, (body) => {
      body.status = "unpaid";
    });
  }
}
