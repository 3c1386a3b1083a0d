import type { BillingSummary } from "#lib/billing/billing-view.ts";
import type { InvoiceRow } from "#lib/billing/mirror/invoice-row.ts";
import { hourMs } from "#shared/time.ts";

/**
 * The invoice by which the plan was bought within the last hour, as Stripe says it was paid; null
 * for none, and once something else was billed.
 */
export function findFirstPayment<Invoice extends InvoiceRow>(
  { view, subscription }: Pick<BillingSummary, "view" | "subscription">,
  invoices: readonly Invoice[],
  now: Date,
): Invoice | null {
  if (view !== "active" || !subscription) return null;
  const last = invoices.find(({ id }) => id === subscription.latestInvoiceId);
  if (last?.status !== "paid" || last.billingReason !== "subscription_create" || !last.paidAt) return null;
  return Math.abs(now.getTime() - last.paidAt.getTime()) < hourMs ? last : null;
}
