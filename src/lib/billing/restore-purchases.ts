import type { Viewer } from "#lib/workspaces/viewer.ts";
import { requireBilling } from "./access.ts";
import { askStripe } from "./ask-stripe.ts";
import { type SyncTools, syncCustomer } from "./mirror/sync-customer.ts";
import { type BillingState, getBillingState } from "./subscription.ts";

/**
 * Reads every customer of the workspace from Stripe again, for somebody who has paid and does not
 * see it. What was deleted at Stripe is left out: there is nothing to read.
 * @throws Refusal `forbidden`, `unavailable` when Stripe does not answer
 */
export async function restorePurchases(tools: SyncTools, viewer: Viewer): Promise<BillingState> {
  requireBilling(viewer);
  const customers = await tools.db.billingCustomer.findMany({
    where: { workspaceId: viewer.workspace.id, deletedAt: null },
    select: { id: true },
    orderBy: [{ isCurrent: "desc" }, { createdAt: "desc" }],
  });
  await askStripe(async () => {
    for (const { id } of customers) await syncCustomer(tools, id);
  });
  return getBillingState(tools.db, viewer, tools.now());
}
