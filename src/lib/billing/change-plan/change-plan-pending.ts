import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import { askStripe } from "../ask-stripe.ts";
import type { SubscriptionRow } from "../mirror/subscription-row.ts";
import { type SyncTools, syncCustomer } from "../mirror/sync-customer.ts";
import { idempotent } from "../stripe.ts";
import { type BillingState, getBillingState, requireSubscription } from "../subscription.ts";

/**
 * Where the payment that a change waits for can be made. The address expires: it is asked for at
 * every click.
 * @throws Refusal `forbidden`, `not_found` when nothing waits, `unavailable` when Stripe does not answer
 */
export async function payPendingChange(tools: SyncTools, viewer: Viewer): Promise<{ url: string }> {
  const { invoiceId } = await requirePending(tools, viewer);
  const { hosted_invoice_url: url } = await askStripe(() => tools.stripe.invoices.retrieve(invoiceId));
  if (!url) throw new Refusal("not_found");
  return { url };
}

/**
 * Gives up a change that waits for its payment: its invoice is void, and the plan stays as it is.
 * @throws Refusal as above
 */
export async function dropPendingChange(tools: SyncTools, viewer: Viewer): Promise<BillingState> {
  const { invoiceId, row } = await requirePending(tools, viewer);
  await askStripe(async () => {
    const { status } = await tools.stripe.invoices.retrieve(invoiceId);
    if (status === "open") {
      await tools.stripe.invoices.voidInvoice(invoiceId, {}, idempotent("drop-change", invoiceId));
    }
    await syncCustomer(tools, row.customerId);
  });
  return getBillingState(tools.db, viewer, tools.now());
}

async function requirePending(
  tools: SyncTools,
  viewer: Viewer,
): Promise<{ row: SubscriptionRow; invoiceId: string }> {
  const row = await requireSubscription(tools, viewer);
  const invoiceId = row.details.pendingChange?.invoiceId;
  if (!invoiceId) throw new Refusal("not_found");
  return { row, invoiceId };
}
