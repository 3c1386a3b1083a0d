import type Stripe from "stripe";
import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";

const updated = "customer.subscription.updated";
type Reason = Stripe.Subscription.StatusDetails.Paused.Subscription.Type;

/** No invoices and no new periods until it is resumed. */
export function enterPause(ctx: Context, stored: Stored<"subscription">, reason: Reason, at: number): void {
  ctx.change(stored, updated, (body) => {
    body.status = "paused";
    body.status_details = {
      paused: { subscription: { type: reason }, transitioned_at: at, type: "subscription" },
    };
  });
  ctx.emit("customer.subscription.paused", stored.body);
}

export function leavePause(ctx: Context, stored: Stored<"subscription">, status = "active"): void {
  ctx.change(stored, updated, (body) => {
    body.status = status as Stripe.Subscription.Status;
    delete body.status_details;
  });
  ctx.emit("customer.subscription.resumed", stored.body);
}
