import type { AuditEntry } from "#lib/audit/record.ts";
import { foreseeUnpaid, nameCodes } from "#lib/codes/foresee-unpaid.ts";
import type { Fitted } from "#lib/codes/handle-downgrade.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { enqueueForWorkspace } from "#lib/mails/enqueue-mails.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { rowsEqual } from "../mirror/rows-equal.ts";
import { holdsPlace } from "../mirror/subscription-row.ts";
import { parseCause } from "../settle/settlement-cause.ts";
import { listSubscriptions } from "../store.ts";
import { type BillingChange, type BillingSight, billingMails, newsMs } from "./billing-mails.ts";

/** What mails are decided on, as it is in the transaction now: taken before a reading is written, and after. */
export async function viewBilling(tx: Prisma, workspaceId: string, now: Date): Promise<BillingSight> {
  // A day longer than what counts as news, so that whatever is news afterwards was seen before.
  const since = new Date(now.getTime() - newsMs - dayMs);
  const invoices = await tx.billingInvoice.findMany({
    where: { workspaceId, OR: [{ status: { in: ["draft", "open"] } }, { paidAt: { gte: since } }] },
    orderBy: [{ issuedAt: "asc" }, { id: "asc" }],
  });
  return {
    subscriptions: await listSubscriptions(tx, workspaceId),
    invoices: invoices.map(({ createdAt: _, updatedAt: __, ...row }) => row),
  };
}

type Written = {
  after: Entitlements;
  trialEndsAt: Date | null;
  codes: Fitted;
  audit: readonly AuditEntry[];
};

/** Notes down what people are to be told of a reading, in the transaction that wrote it. */
export async function mailBilling(
  tx: Prisma,
  workspaceId: string,
  before: BillingSight,
  written: Written,
  now: Date,
): Promise<void> {
  const after = await viewBilling(tx, workspaceId, now);
  const refunds = secondPayments(written.audit);
  const endedByDispute = endsByDispute(written.audit);
  if (refunds.length === 0 && rowsEqual(before, after)) return;
  const plan = after.subscriptions.find(holdsPlace);
  const change: BillingChange = {
    before,
    after,
    source: written.after.source,
    trialEndsAt: written.trialEndsAt,
    hasPausedCodes: written.codes.paused.length > 0,
    resumed: await nameCodes(tx, workspaceId, written.codes.resumed),
    foreseen: await foreseeUnpaid(tx, workspaceId, plan?.graceUntil ?? plan?.cancelAt ?? now),
    refunds,
    endedByDispute,
  };
  await enqueueForWorkspace(tx, workspaceId, billingMails(change, now), now);
}

/** The refunds in the audit that we made because a plan had been bought twice. */
function secondPayments(audit: readonly AuditEntry[]): BillingChange["refunds"] {
  return audit.flatMap(({ action, subject, after }) => {
    if (action !== "refund.created" || parseCause(String(after?.cause)) !== "second_plan") return [];
    return [{ id: subject, amountMinor: Number(after?.amountMinor), currency: String(after?.currency) }];
  });
}

/** The subscriptions in the audit that we ended because a dispute was lost. */
function endsByDispute(audit: readonly AuditEntry[]): string[] {
  return audit.flatMap(({ action, subject }) =>
    action === "subscription.ended_by_dispute" ? [subject.slice("subscription:".length)] : [],
  );
}
