import type { Prisma } from "#platform/db/prisma.ts";
import type { PaymentMethodRow } from "../mirror/payment-method-row.ts";

/** A card as the mirror has it, and when that last changed. */
export type StoredMethod = PaymentMethodRow & { updatedAt: Date };

/** The cards of one of the workspace's customers, the default first. */
export async function listPaymentMethods(
  db: Prisma,
  workspaceId: string,
  customerId: string,
): Promise<StoredMethod[]> {
  const orderBy = [{ isDefault: "desc" as const }, { createdAt: "desc" as const }, { id: "asc" as const }];
  const rows = await db.billingPaymentMethod.findMany({ where: { workspaceId, customerId }, orderBy });
  return rows.map(({ createdAt: _, ...row }) => row);
}
