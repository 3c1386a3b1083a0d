import type { Viewer } from "#lib/workspaces/viewer.ts";
import { log } from "#platform/log/log.ts";
import { askStripe } from "./ask-stripe.ts";
import { type SyncTools, syncCustomer } from "./mirror/sync-customer.ts";
import * as store from "./store.ts";

/** A page waits no longer than this; what takes longer goes on behind it. */
const withinMs = 250;

/**
 * Reads the viewer's customer from Stripe, for somebody who comes back from there: the page then
 * shows what is true, whatever its address says and whether the webhook was quicker or not.
 * @returns whether Stripe has told by now
 */
export async function refreshBilling(tools: SyncTools, viewer: Viewer): Promise<boolean> {
  const customer = await store.findCurrentCustomer(tools.db, viewer.workspace.id);
  if (!customer) return true;
  const reading = syncCustomer(tools, customer.id);
  reading.catch((err) =>
    log().warn({ err }, "a returning customer could not be read; the webhook will tell"),
  );
  try {
    await askStripe(() => reading, withinMs);
    return true;
  } catch {
    return false;
  }
}
