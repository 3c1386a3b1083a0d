import type Stripe from "stripe";
import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";

export function isOver(subscription: Stripe.Subscription): boolean {
  return subscription.status === "canceled" || subscription.status === "incomplete_expired";
}

/** Ends it now. What is still to be paid is no longer tried. */
export function cancelNow(
  ctx: Context,
  stored: Stored<"subscription">,
  options: {
    reason: Stripe.Subscription.CancellationDetails.Reason | null;
    details?: { comment?: string | null; feedback?: string | null };
  },
): void {
  const at = ctx.now(stored.body.test_clock);
  for (const invoice of ctx.store.list("invoice", { ref: stored.id })) {
    const { status } = invoice.body;
    if (status !== "open" && status !== "draft") continue;
    invoice.body.auto_advance = false;
    invoice.body.next_payment_attempt = null;
    invoice.body.automatically_finalizes_at = null;
    ctx.store.save(invoice);
  }
  const { body } = stored;
  body.status = "canceled";
  body.canceled_at = body.canceled_at ?? at;
  body.ended_at = at;
  body.pending_update = null;
  body.cancellation_details = {
    comment: options.details?.comment ?? body.cancellation_details?.comment ?? null,
    feedback: (options.details?.feedback ??
      body.cancellation_details?.feedback ??
      null) as Stripe.Subscription.CancellationDetails.Feedback | null,
    feedback_option: null,
    reason: options.reason,
  };
  ctx.store.save(stored);
  ctx.emit("customer.subscription.deleted", body);
  endSchedule(ctx, stored, at);
}

function endSchedule(ctx: Context, stored: Stored<"subscription">, at: number): void {
  const schedule = ctx.store.find("schedule", idOf(stored.body.schedule));
  if (schedule === null || schedule.body.status !== "active") return;
  schedule.body.status = "canceled";
  schedule.body.canceled_at = at;
  schedule.body.current_phase = null;
  ctx.store.save(schedule);
  ctx.emit("subscription_schedule.canceled", schedule.body);
}
