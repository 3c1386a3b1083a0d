import { type Prisma, sql } from "#platform/db/prisma.ts";
import { type ComparedList, type Difference, invoiceFacts, subscriptionFacts } from "./compare-facts.ts";

export type Comparison = {
  id: bigint;
  startedAt: Date;
  endedAt: Date | null;
  by: string;
  list: ComparedList;
  /** The last id of the list that was compared. */
  place: string | null;
  invoices: number;
  subscriptions: number;
  foreign: number;
  differences: Difference[];
  differenceCount: number;
};

export async function findLatestComparison(db: Prisma): Promise<Comparison | null> {
  const row = await db.stripeComparison.findFirst({ orderBy: { startedAt: "desc" } });
  // SAFETY: the columns are written by `insertComparison` and `saveComparison` alone.
  return row && { ...row, list: row.list as ComparedList, differences: row.differences as Difference[] };
}

export async function insertComparison(db: Prisma, by: string, startedAt: Date): Promise<Comparison> {
  const row = await db.stripeComparison.create({ data: { by, startedAt, list: "subscriptions" } });
  return { ...row, list: "subscriptions", differences: [] };
}

export async function saveComparison(db: Prisma, { id, ...row }: Comparison): Promise<void> {
  await db.stripeComparison.update({ where: { id }, data: row });
}

export async function addSeen(db: Prisma, comparisonId: bigint, ids: readonly string[]): Promise<void> {
  await db.stripeComparisonSeen.createMany({
    data: ids.map((id) => ({ comparisonId, id })),
    skipDuplicates: true,
  });
}

export async function forgetSeen(db: Prisma, comparisonId: bigint): Promise<void> {
  await db.stripeComparisonSeen.deleteMany({ where: { comparisonId } });
}

/** Those of the customers that are ours. */
export async function listKnownCustomers(db: Prisma, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.billingCustomer.findMany({ where: { id: { in: [...ids] } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

/** What our rows say, by id. */
export async function listOurFacts(
  db: Prisma,
  list: ComparedList,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const where = { id: { in: [...ids] } };
  if (list === "invoices") {
    const rows = await db.billingInvoice.findMany({
      where,
      select: { id: true, status: true, currency: true, totalMinor: true, amountPaidMinor: true },
    });
    return new Map(
      rows.map(({ id, totalMinor, amountPaidMinor, ...row }) => [
        id,
        invoiceFacts({ ...row, total: totalMinor, paid: amountPaidMinor }),
      ]),
    );
  }
  const rows = await db.billingSubscription.findMany({
    where,
    select: { id: true, status: true, currency: true, amountMinor: true, details: true },
  });
  return new Map(
    rows.map(({ id, amountMinor, details, ...row }) => {
      const amount = countItems(details) === 1 ? (amountMinor ?? 0) : null;
      return [id, subscriptionFacts({ ...row, amount })];
    }),
  );
}

function countItems(details: unknown): number {
  const items = typeof details === "object" && details !== null && "items" in details ? details.items : null;
  return Array.isArray(items) ? items.length : 0;
}

/**
 * Our rows that Stripe has not listed, though they were there before it was asked. What a customer had
 * whom Stripe has deleted is kept here and not asked for.
 * @returns as many as `limit`, and how many there are in all
 */
export async function findUnseen(
  db: Prisma,
  comparison: Comparison,
  limit: number,
): Promise<{ unseen: Difference[]; count: number }> {
  const { id, startedAt } = comparison;
  const rows = await db.$queryRaw<{ list: ComparedList; id: string; count: number }[]>(sql`
    SELECT list, id, count(*) OVER ()::int AS count FROM (
      SELECT 'subscriptions' AS list, id, customer_id, created_at FROM subscriptions
      UNION ALL SELECT 'invoices', id, customer_id, created_at FROM invoices) o
    WHERE o.created_at < ${startedAt}
      AND EXISTS (SELECT FROM billing_customers c WHERE c.id = o.customer_id AND c.deleted_at IS NULL)
      AND NOT EXISTS (SELECT FROM stripe_comparison_seen s WHERE s.comparison_id = ${id} AND s.id = o.id)
    LIMIT ${limit}`);
  const unseen = rows.map(({ list, id }) => ({ list, id, stripe: null, here: "" }));
  return { unseen, count: rows[0]?.count ?? 0 };
}
