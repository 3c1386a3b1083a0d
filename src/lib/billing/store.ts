import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { InvoiceRow } from "./mirror/invoice-row.ts";
import type { SubscriptionDetails, SubscriptionRow } from "./mirror/subscription-row.ts";

export type CustomerRow = {
  id: string;
  workspaceId: string;
  isCurrent: boolean;
  currency: string | null;
  deletedAt: Date | null;
};

const customerColumns = { id: true, workspaceId: true, isCurrent: true, currency: true, deletedAt: true };

/** The customer by Stripe's id; it says itself whose it is. */
export function findCustomer(db: Prisma, id: string): Promise<CustomerRow | null> {
  return db.billingCustomer.findUnique({ where: { id }, select: customerColumns });
}

/** The customer that a workspace buys with now. */
export function findCurrentCustomer(db: Prisma, workspaceId: string): Promise<CustomerRow | null> {
  return db.billingCustomer.findFirst({ where: { workspaceId, isCurrent: true }, select: customerColumns });
}

export async function insertCustomer(
  db: Prisma,
  customer: { id: string; workspaceId: string; isCurrent?: boolean; currency?: string | null },
): Promise<void> {
  await db.billingCustomer.createMany({ data: [customer], skipDuplicates: true });
}

export async function updateCustomer(
  tx: Prisma,
  id: string,
  change: Partial<Pick<CustomerRow, "currency" | "deletedAt" | "isCurrent">>,
): Promise<void> {
  await tx.billingCustomer.update({ where: { id }, data: change });
}

export function countCustomers(db: Prisma, workspaceId: string): Promise<number> {
  return db.billingCustomer.count({ where: { workspaceId } });
}

/** Holds the workspace's row until the transaction ends. */
export async function lockWorkspace(tx: Prisma, workspaceId: string): Promise<void> {
  await tx.$queryRaw(sql`SELECT FROM workspaces WHERE id = ${workspaceId}::uuid FOR UPDATE`);
}

/** Draws the number of a reading that is about to begin: a later one has a higher number. */
export async function drawTicket(db: Prisma): Promise<bigint> {
  const [row] = await db.$queryRaw<{ ticket: bigint }[]>(
    sql`SELECT nextval('billing_sync_tickets') AS ticket`,
  );
  if (!row) throw new Error("a sequence gave no number");
  return row.ticket;
}

/**
 * Locks the customer for writing until the transaction ends.
 * @returns false when a reading that began later has been written already
 */
export async function passFence(tx: Prisma, customerId: string, ticket: bigint): Promise<boolean> {
  await tx.$executeRaw(
    sql`INSERT INTO billing_sync_fences (customer_id) VALUES (${customerId}) ON CONFLICT DO NOTHING`,
  );
  const passed = await tx.$executeRaw(
    sql`UPDATE billing_sync_fences SET ticket = ${ticket} WHERE customer_id = ${customerId} AND ticket < ${ticket}`,
  );
  return passed === 1;
}

type Stamps = { createdAt: Date; updatedAt: Date };

function toSubscriptionRow({
  createdAt: _,
  updatedAt: __,
  ...row
}: Stamps &
  Omit<SubscriptionRow, "details"> & {
    details: unknown;
  }): SubscriptionRow {
  // SAFETY: the column is written by `saveSubscription` alone.
  return { ...row, details: row.details as SubscriptionDetails };
}

/** Every subscription that a workspace has or had, of all its customers. */
export async function listSubscriptions(db: Prisma, workspaceId: string): Promise<SubscriptionRow[]> {
  return (await db.billingSubscription.findMany({ where: { workspaceId } })).map(toSubscriptionRow);
}

/** When the row last changed. */
export async function findSubscriptionChange(db: Prisma, workspaceId: string, id: string): Promise<Date> {
  const where = { id, workspaceId };
  return (await db.billingSubscription.findFirstOrThrow({ where, select: { updatedAt: true } })).updatedAt;
}

export async function listLiveSubscriptionIds(db: Prisma, customerId: string): Promise<string[]> {
  const rows = await db.billingSubscription.findMany({
    where: { customerId, status: { notIn: ["canceled", "incomplete_expired"] } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Customers that have a subscription which is not over, or invoices of which not all is known yet. */
export async function listUnsettledCustomerIds(db: Prisma): Promise<string[]> {
  const rows = await db.$queryRaw<{ customerId: string }[]>(sql`
    SELECT customer_id AS "customerId" FROM subscriptions WHERE status NOT IN ('canceled', 'incomplete_expired')
    UNION SELECT customer_id FROM invoices WHERE tax_minor IS NULL`);
  return rows.map(({ customerId }) => customerId);
}

export async function saveSubscription(tx: Prisma, row: SubscriptionRow): Promise<void> {
  await tx.billingSubscription.upsert({ where: { id: row.id }, create: row, update: row });
}

export async function listInvoices(db: Prisma, customerId: string): Promise<InvoiceRow[]> {
  const rows = await db.billingInvoice.findMany({ where: { customerId } });
  return rows.map(({ createdAt: _, updatedAt: __, ...row }) => row);
}

export async function saveInvoice(tx: Prisma, row: InvoiceRow): Promise<void> {
  await tx.billingInvoice.upsert({ where: { id: row.id }, create: row, update: row });
}

export async function findCursor(db: Prisma, name: string): Promise<string | null> {
  return (await db.billingCursor.findUnique({ where: { name } }))?.position ?? null;
}

export async function saveCursor(db: Prisma, name: string, position: string): Promise<void> {
  await db.billingCursor.upsert({ where: { name }, create: { name, position }, update: { position } });
}
