import type { AuditEntry, AuditFacts } from "#lib/audit/record.ts";
import { type DisputeRow, isDisputeOpen } from "./dispute-row.ts";
import type { PaymentMethodRow } from "./payment-method-row.ts";
import type { RefundRow } from "./refund-row.ts";

/** Without make and number: the audit stays when the person is erased. */
function paymentMethodFacts({ type, isDefault }: PaymentMethodRow): AuditFacts {
  return { type, isDefault };
}

export function paymentMethodEntries(
  before: PaymentMethodRow | null,
  after: PaymentMethodRow | null,
): AuditEntry[] {
  const row = after ?? before;
  if (row === null) return [];
  return [
    {
      actor: "stripe",
      action: `payment_method.${before === null ? "added" : after === null ? "removed" : "changed"}`,
      subject: `payment_method:${row.id}`,
      workspaceId: row.workspaceId,
      ...(before && { before: paymentMethodFacts(before) }),
      ...(after && { after: paymentMethodFacts(after) }),
    },
  ];
}

function refundFacts(row: RefundRow): AuditFacts {
  const { status, amountMinor, currency, reason, chargeId, invoiceId } = row;
  return { status, amountMinor, currency, reason, chargeId, invoiceId };
}

/** @param cause what we gave the money back for, where it was we who did */
export function refundEntries(
  before: RefundRow | null,
  after: RefundRow,
  cause: string | null,
): AuditEntry[] {
  const entry = { actor: "stripe", subject: `refund:${after.id}`, workspaceId: after.workspaceId };
  const facts = { ...refundFacts(after), ...(cause !== null && { cause }) };
  const entries: AuditEntry[] = [
    before === null
      ? { ...entry, action: "refund.created", after: facts }
      : { ...entry, action: "refund.changed", before: refundFacts(before), after: facts },
  ];
  if (after.status === "failed" && before?.status !== "failed") {
    entries.push({ ...entry, action: "warning.refund_failed", after: facts });
  }
  return entries;
}

function disputeFacts(row: DisputeRow): AuditFacts {
  const { status, amountMinor, currency, reason, chargeId, invoiceId, subscriptionId } = row;
  return { status, amountMinor, currency, reason, chargeId, invoiceId, subscriptionId };
}

/** Its opening, with a warning for a person while something can still be done, and its end. */
export function disputeEntries(before: DisputeRow | null, after: DisputeRow): AuditEntry[] {
  const entry = { actor: "stripe", subject: `dispute:${after.id}`, workspaceId: after.workspaceId };
  const facts = { ...(before && { before: disputeFacts(before) }), after: disputeFacts(after) };
  const entries: AuditEntry[] = [];
  if (before === null) entries.push({ ...entry, action: "dispute.opened", after: facts.after });
  if (!isDisputeOpen(after.status) && before?.status !== after.status) {
    const end = after.status === "won" || after.status === "lost" ? after.status : "closed";
    return [...entries, { ...entry, action: `dispute.${end}`, ...facts }];
  }
  return [
    ...entries,
    before === null
      ? { ...entry, action: "warning.dispute_opened", after: facts.after }
      : { ...entry, action: "dispute.changed", ...facts },
  ];
}
