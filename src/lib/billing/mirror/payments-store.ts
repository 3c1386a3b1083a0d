import type { Prisma } from "#platform/db/prisma.ts";
import type { DiscountUseRow } from "./discount-use-row.ts";
import type { DisputeRow } from "./dispute-row.ts";
import type { PaymentMethodRow } from "./payment-method-row.ts";
import type { RefundRow } from "./refund-row.ts";

const stamps = { createdAt: true, updatedAt: true };

/** All of these are the customer's, whose workspace says itself which it is. */
export function listPaymentMethods(db: Prisma, customerId: string): Promise<PaymentMethodRow[]> {
  return db.billingPaymentMethod.findMany({ where: { customerId }, omit: stamps });
}

export function listRefunds(db: Prisma, customerId: string): Promise<RefundRow[]> {
  return db.billingRefund.findMany({ where: { customerId }, omit: stamps });
}

export function listDisputes(db: Prisma, customerId: string): Promise<DisputeRow[]> {
  return db.billingDispute.findMany({ where: { customerId }, omit: stamps });
}

export function listDiscountUses(db: Prisma, customerId: string): Promise<DiscountUseRow[]> {
  return db.discountUse.findMany({ where: { customerId } });
}

export function listLostDisputes(db: Prisma, workspaceId: string): Promise<DisputeRow[]> {
  return db.billingDispute.findMany({ where: { workspaceId, status: "lost" }, omit: stamps });
}

export type PaidInvoice = { id: string; subscriptionId: string | null };

/** Invoices that took money, of every customer that the workspace has had. */
export function listPaidInvoices(db: Prisma, workspaceId: string): Promise<PaidInvoice[]> {
  return db.billingInvoice.findMany({
    where: { workspaceId, status: "paid", amountPaidMinor: { gt: 0 } },
    select: { id: true, subscriptionId: true },
  });
}

export async function savePaymentMethod(tx: Prisma, row: PaymentMethodRow): Promise<void> {
  await tx.billingPaymentMethod.upsert({ where: { id: row.id }, create: row, update: row });
}

export async function deletePaymentMethods(tx: Prisma, customerId: string, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.billingPaymentMethod.deleteMany({ where: { customerId, id: { in: ids } } });
}

export async function saveRefund(tx: Prisma, row: RefundRow): Promise<void> {
  await tx.billingRefund.upsert({ where: { id: row.id }, create: row, update: row });
}

export async function saveDispute(tx: Prisma, row: DisputeRow): Promise<void> {
  await tx.billingDispute.upsert({ where: { id: row.id }, create: row, update: row });
}

export async function saveDiscountUse(tx: Prisma, row: DiscountUseRow): Promise<void> {
  const { invoiceId, discountId } = row;
  await tx.discountUse.upsert({
    where: { invoiceId_discountId: { invoiceId, discountId } },
    create: row,
    update: row,
  });
}
