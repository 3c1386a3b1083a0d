import type Stripe from "stripe";
import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";

export function leavePause(ctx: Context, stored: Stored<"subscription">, status = "active"): void {
  ctx.change(stored, "customer.subscription.updated", (body) => {
    body.status = status as Stripe.Subscription.Status;
    delete body.status_details;
  });
  ctx.emit("customer.subscription.resumed", stored.body);
}
