import { allowAct } from "#lib/admin/acts.ts";
import { type AuditEntry, recordAudit } from "#lib/audit/record.ts";
import { toRefusal } from "#lib/billing/ask-stripe.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import type { Reconciled } from "#lib/billing/reconcile/reconcile.ts";
import { reconcileNow } from "#lib/billing/reconcile/reconcile-when-due.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import { secondMs } from "#shared/time.ts";

/** A person waits for the figures; what is left then is done by the next one, from where it stopped. */
const withinMs = 20 * secondMs;

/**
 * Compares with Stripe now, as happens once a day by itself.
 * @throws Refusal `forbidden`, `conflict` while another one runs, `unavailable` when Stripe does not answer
 */
export async function reconcileByAdmin(tools: SyncTools, viewer: Viewer): Promise<Reconciled> {
  const actor = allowAct(viewer, "billing.reconciled", tools.now());
  const until = performance.now() + withinMs;
  const result = await reconcileNow(tools, () => performance.now() >= until).catch((error) => {
    throw toRefusal(error);
  });
  if (result === null) throw new Refusal("conflict", { values: { reason: "comparison_running" } });
  const { missedEvents, customers, drifted, failed, isComplete } = result;
  const entry: AuditEntry = {
    actor,
    action: "billing.reconciled",
    subject: "billing:stripe",
    workspaceId: null,
    after: { missedEvents, customers, drifted, failed, isComplete },
  };
  await recordAudit(tools.db, [entry], tools.now());
  return result;
}
