import type Stripe from "stripe";
import type { ReturnedCharge } from "./read-charges.ts";

/** A row of the mirror; everything but when the row itself was made and changed. */
export type DisputeRow = {
  id: string;
  workspaceId: string;
  customerId: string;
  chargeId: string;
  invoiceId: string | null;
  /** What the disputed charge had paid for. */
  subscriptionId: string | null;
  amountMinor: number;
  currency: string;
  status: string;
  reason: string | null;
  openedAt: Date;
};

export function disputeRow(
  dispute: Stripe.Dispute,
  charge: Pick<ReturnedCharge, "id" | "invoiceId" | "subscriptionId">,
  owner: { workspaceId: string; customerId: string },
): DisputeRow {
  return {
    id: dispute.id,
    ...owner,
    chargeId: charge.id,
    invoiceId: charge.invoiceId,
    subscriptionId: charge.subscriptionId,
    amountMinor: dispute.amount,
    currency: dispute.currency,
    status: dispute.status,
    reason: dispute.reason,
    openedAt: new Date(dispute.created * 1000),
  };
}

/** Statuses in which nothing more happens; whatever Stripe may invent counts as open. */
const closed = new Set(["won", "lost", "warning_closed", "prevented"]);

export function isDisputeOpen(status: string): boolean {
  return !closed.has(status);
}
