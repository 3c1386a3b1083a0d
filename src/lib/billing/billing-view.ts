import type { BillingState } from "./subscription.ts";

/** What the billing page says; each is a sentence in messages under `billing.states`. */
export type BillingView = "free" | "trial" | "active" | "canceling" | "grace" | "restricted" | "paused";

/** Which of the page's states a workspace is in: what is paid for comes before what is given. */
export function decideBillingView({ access, subscription }: BillingState): BillingView {
  if (!subscription) return access.source === "trial" ? "trial" : "free";
  switch (subscription.status) {
    case "active":
    case "trialing":
      return subscription.cancelAt === null ? "active" : "canceling";
    case "past_due":
      return access.graceUntil === null ? "restricted" : "grace";
    case "paused":
      return "paused";
    // unpaid, incomplete, and whatever Stripe may invent: no access until something is paid.
    default:
      return "restricted";
  }
}
