import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { cancelNow } from "./cancel.ts";
import { behaviourOf } from "./cards.ts";
import { openDispute } from "./disputes.ts";
import { finalizeInvoice, voidInvoice } from "./invoices.ts";
import { enterPause } from "./paused-status.ts";
import { payInvoice } from "./pay.ts";
import { renew } from "./renew.ts";
import { enterNextPhase } from "./schedules.ts";

const updated = "customer.subscription.updated";

/** Does the one thing that is due on a document at `at`, the clock's time. */
export function runDue(ctx: Context, stored: Stored, at: number): void {
  if (isKind(stored, "schedule")) enterNextPhase(ctx, stored, at);
  else if (isKind(stored, "subscription")) runSubscription(ctx, stored, at);
  else if (isKind(stored, "invoice")) runInvoice(ctx, stored);
  else if (isKind(stored, "session")) expireSession(ctx, stored);
  else if (isKind(stored, "charge")) disputeAsDue(ctx, stored);
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

/** Cards that are disputed are disputed some time after they paid. */
function disputeAsDue(ctx: Context, charge: Stored<"charge">): void {
  charge.inner.disputeAt = null;
  ctx.store.save(charge);
  const method = ctx.store.find("payment_method", charge.body.payment_method);
  const { dispute } = behaviourOf(method?.inner.number ?? "");
  const isOpen = !charge.body.disputed && charge.body.amount_refunded < charge.body.amount;
  if (dispute !== undefined && isOpen) openDispute(ctx, charge, dispute);
}

function runInvoice(ctx: Context, invoice: Stored<"invoice">): void {
  if (invoice.body.status === "open" && invoice.inner.resumes !== null && !invoice.body.attempted) {
    voidInvoice(ctx, invoice);
    return;
  }
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
    enterPause(ctx, stored, "trial_end_without_payment_method", at);
    return;
  }
  renew(ctx, stored, at);
}
