import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { Place } from "#shared/keyset.ts";
import type { DiscountCode, DiscountTerms } from "./discount-code.ts";

/** A code as the mirror has it. */
export type KeptCode = DiscountCode & {
  /** How the audit names the admin who made it; null for one that was made at Stripe. */
  createdBy: string | null;
  /** When Stripe last said so. */
  readAt: Date;
};

type Row = Omit<KeptCode, "terms"> & { terms: unknown };

function toCode(row: Row): KeptCode {
  // SAFETY: the column is written by `keepCodes` alone.
  return { ...row, terms: row.terms as DiscountTerms };
}

export async function findCodes(db: Prisma, ids: readonly string[]): Promise<KeptCode[]> {
  return (await db.discountCode.findMany({ where: { id: { in: [...ids] } } })).map(toCode);
}

/** As Stripe lists them: the newest first. */
export async function listCodes(
  db: Prisma,
  { q, isActive, after }: { q: string; isActive: boolean | null; after: Place | null },
  limit: number,
): Promise<KeptCode[]> {
  const rows = await db.discountCode.findMany({
    where: {
      ...(q === "" ? {} : { code: { equals: q, mode: "insensitive" as const } }),
      ...(isActive === null ? {} : { isActive }),
      ...(after === null
        ? {}
        : { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(toCode);
}

/**
 * Writes down what Stripe has said of some codes, unless it was asked again since and has said
 * something newer.
 * @param readAt when it was asked
 */
export async function keepCodes(db: Prisma, codes: readonly DiscountCode[], readAt: Date): Promise<void> {
  if (codes.length === 0) return;
  await db.$executeRaw(sql`
    INSERT INTO discount_codes (id, coupon_id, code, terms, times_redeemed, is_active, created_at, read_at)
    SELECT id, "couponId", code, terms, "timesRedeemed", "isActive", "createdAt", ${readAt}
    FROM jsonb_to_recordset(${JSON.stringify(codes)}::jsonb) AS r (id text, "couponId" text, code text,
      terms jsonb, "timesRedeemed" int, "isActive" boolean, "createdAt" timestamptz)
    ON CONFLICT (id) DO UPDATE SET coupon_id = excluded.coupon_id, code = excluded.code, terms = excluded.terms,
      times_redeemed = excluded.times_redeemed, is_active = excluded.is_active, read_at = excluded.read_at
    WHERE discount_codes.read_at <= excluded.read_at`);
}

/** Notes who made a code. @returns false when that is noted already */
export async function claimCode(tx: Prisma, id: string, createdBy: string): Promise<boolean> {
  const { count } = await tx.discountCode.updateMany({ where: { id, createdBy: null }, data: { createdBy } });
  return count === 1;
}

/** The customer that a workspace buys with now, or the customer itself when it is one of ours. */
export async function findCustomerId(db: Prisma, workspaceOrCustomer: string): Promise<string | null> {
  const row = await db.billingCustomer.findFirst({
    where: {
      deletedAt: null,
      ...(workspaceOrCustomer.startsWith("cus_")
        ? { id: workspaceOrCustomer }
        : { workspaceId: workspaceOrCustomer, isCurrent: true }),
    },
    select: { id: true },
  });
  return row?.id ?? null;
}

/** Whether any of the workspace's customers has paid an invoice, were it over nothing. */
export async function hasPaidInvoice(db: Prisma, workspaceId: string): Promise<boolean> {
  return (await db.billingInvoice.findFirst({ where: { workspaceId, status: "paid" } })) !== null;
}

/** One invoice that a code has lowered. */
export type DiscountUse = {
  invoiceId: string;
  invoiceNumber: string | null;
  workspaceId: string;
  workspaceName: string;
  amountMinor: number;
  currency: string;
  usedAt: Date;
};

/** What a code has lowered, the newest first. */
export function listUses(
  db: Prisma,
  promotionCodeId: string,
  after: Place | null,
  limit: number,
): Promise<DiscountUse[]> {
  const beyond = after ? sql`AND (u.used_at, u.invoice_id) < (${after.at}, ${after.id})` : sql``;
  return db.$queryRaw<DiscountUse[]>(sql`
    SELECT u.invoice_id AS "invoiceId", i.number AS "invoiceNumber", u.workspace_id AS "workspaceId",
      w.name AS "workspaceName", u.amount_minor AS "amountMinor", u.currency, u.used_at AS "usedAt"
    FROM discount_uses u JOIN invoices i ON i.id = u.invoice_id JOIN workspaces w ON w.id = u.workspace_id
    WHERE u.promotion_code_id = ${promotionCodeId} ${beyond}
    ORDER BY u.used_at DESC, u.invoice_id DESC LIMIT ${limit}`);
}

/** What a code has taken off so far, by currency. */
export type DiscountSum = { currency: string; amountMinor: bigint; invoices: number; workspaces: number };

export function sumUses(db: Prisma, promotionCodeId: string): Promise<DiscountSum[]> {
  return db.$queryRaw<DiscountSum[]>(sql`
    SELECT currency, sum(amount_minor) AS "amountMinor", count(*)::int AS invoices,
      count(DISTINCT workspace_id)::int AS workspaces
    FROM discount_uses WHERE promotion_code_id = ${promotionCodeId} GROUP BY currency ORDER BY currency`);
}
