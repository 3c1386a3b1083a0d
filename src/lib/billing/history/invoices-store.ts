import type { Prisma } from "#platform/db/prisma.ts";
import type { InvoiceRow } from "../mirror/invoice-row.ts";

type Stamps = { createdAt: Date; updatedAt: Date };

const toRow = ({ createdAt: _, updatedAt: __, ...row }: InvoiceRow & Stamps): InvoiceRow => row;

const issued = { not: "draft" };

export function countInvoices(db: Prisma, workspaceId: string): Promise<number> {
  return db.billingInvoice.count({ where: { workspaceId, status: issued } });
}

/** Of every customer that the workspace has had, the newest first. */
export async function listInvoices(
  db: Prisma,
  workspaceId: string,
  part: { skip: number; take: number },
): Promise<InvoiceRow[]> {
  const orderBy = [{ issuedAt: "desc" as const }, { id: "asc" as const }];
  const where = { workspaceId, status: issued };
  return (await db.billingInvoice.findMany({ where, orderBy, ...part })).map(toRow);
}

export async function findInvoice(db: Prisma, workspaceId: string, id: string): Promise<InvoiceRow | null> {
  const row = await db.billingInvoice.findFirst({ where: { id, workspaceId, status: issued } });
  return row && toRow(row);
}

/** The newest that waits for a payment. */
export async function findOpenInvoice(
  db: Prisma,
  workspaceId: string,
  subscriptionIds: readonly string[],
): Promise<InvoiceRow | null> {
  const row = await db.billingInvoice.findFirst({
    where: {
      workspaceId,
      subscriptionId: { in: [...subscriptionIds] },
      status: "open",
      amountDueMinor: { gt: 0 },
    },
    orderBy: [{ issuedAt: "desc" }, { id: "asc" }],
  });
  return row && toRow(row);
}

/** What was given back of each of these invoices; what failed or was called off is not counted. */
export async function sumRefunds(
  db: Prisma,
  workspaceId: string,
  invoiceIds: readonly string[],
): Promise<Map<string, number>> {
  const sums = await db.billingRefund.groupBy({
    by: ["invoiceId"],
    where: {
      workspaceId,
      invoiceId: { in: [...invoiceIds] },
      status: { notIn: ["failed", "canceled"] },
    },
    _sum: { amountMinor: true },
  });
  return new Map(
    sums.flatMap(({ invoiceId, _sum }) => (invoiceId ? [[invoiceId, _sum.amountMinor ?? 0]] : [])),
  );
}
