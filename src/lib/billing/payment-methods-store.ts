import type { Prisma } from "#platform/db/prisma.ts";

/** A card as the mirror has it. */
export type PaymentMethodRow = {
  id: string;
  customerId: string;
  type: string;
  brand: string | null;
  last4: string | null;
  expMonth: number | null;
  expYear: number | null;
  /** The customer's own default; a subscription may name another. */
  isDefault: boolean;
  updatedAt: Date;
};

/** The cards of one of the workspace's customers, the default first. */
export async function listPaymentMethods(
  db: Prisma,
  workspaceId: string,
  customerId: string,
): Promise<PaymentMethodRow[]> {
  const orderBy = [{ isDefault: "desc" as const }, { createdAt: "desc" as const }, { id: "asc" as const }];
  const rows = await db.billingPaymentMethod.findMany({ where: { workspaceId, customerId }, orderBy });
  return rows.map(({ createdAt: _, workspaceId: __, ...row }) => row);
}
