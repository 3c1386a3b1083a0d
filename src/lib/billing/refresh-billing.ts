import type { Viewer } from "#lib/workspaces/viewer.ts";
import { log } from "#platform/log/log.ts";
import { secondMs } from "#shared/time.ts";
import { askStripe } from "./ask-stripe.ts";
import * as store from "./store.ts";
import { type SyncTools, syncCustomer } from "./sync-customer.ts";

/** A person who comes back waits no longer than this; the webhook will tell the rest. */
const withinMs = 4 * secondMs;

/**
 * Reads the viewer's customer from Stripe, for somebody who comes back from there: the page then
 * shows what is true, whatever its address says and whether the webhook was quicker or not.
 */
export async function refreshBilling(tools: SyncTools, viewer: Viewer): Promise<void> {
  const customer = await store.findCurrentCustomer(tools.db, viewer.workspace.id);
  if (!customer) return;
  try {
    await askStripe(() => syncCustomer(tools, customer.id), withinMs);
  } catch (error) {
    log().warn({ err: error }, "a returning customer could not be read; the webhook will tell");
  }
}
