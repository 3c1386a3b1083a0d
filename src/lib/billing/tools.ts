import { db } from "#platform/db/prisma.ts";
import type { SyncTools } from "./mirror/sync-customer.ts";
import { stripe } from "./stripe.ts";

/** The process's own database, Stripe and clock. Without a key of Stripe's, asking for it throws. */
export function billingTools(): SyncTools {
  return {
    db: db(),
    get stripe() {
      return stripe();
    },
    now: () => new Date(),
  };
}
