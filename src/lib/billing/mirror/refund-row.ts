import type Stripe from "stripe";
import type { ReturnedCharge } from "./read-charges.ts";

/** A row of the mirror; everything but when the row itself was made and changed. */
export type RefundRow = {
  id: string;
  workspaceId: string;
  customerId: string;
  chargeId: string;
  invoiceId: string | null;
  amountMinor: number;
  currency: string;
  status: string;
  reason: string | null;
  issuedAt: Date;
};

export function refundRow(
  refund: Stripe.Refund,
  charge: Pick<ReturnedCharge, "id" | "invoiceId">,
  owner: { workspaceId: string; customerId: string },
): RefundRow {
  return {
    id: refund.id,
    ...owner,
    chargeId: charge.id,
    invoiceId: charge.invoiceId,
    amountMinor: refund.amount,
    currency: refund.currency,
    // Stripe leaves it out for refunds of methods that have no such thing: they are done.
    status: refund.status ?? "succeeded",
    reason: refund.reason,
    issuedAt: new Date(refund.created * 1000),
  };
}
