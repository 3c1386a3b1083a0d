import { authAdmin } from "#lib/auth/delete-user.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { env } from "#lib/env/server.ts";
import type { ErasureTools } from "./erase-account.ts";

/** The process's own database, clock, Stripe and Supabase. */
export function erasureTools(): ErasureTools {
  const billing = billingTools();
  return {
    db: billing.db,
    // Asked for only where there is a customer: without a key of Stripe's there is none.
    get stripe() {
      return billing.stripe;
    },
    now: billing.now,
    admin: authAdmin(),
    secret: env().APP_SECRET,
  };
}
