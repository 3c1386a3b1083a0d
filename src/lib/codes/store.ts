import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { Code, ListedCode, PauseReason } from "./code.ts";
import type { FittingCode } from "./decide-fit.ts";
import { codesPerPage, type ListQuery } from "./list-query.ts";
import { codesPerStatement } from "./many-codes.ts";
import { storedSpellings } from "./readable-destination.ts";

const columns = {
  id: true,
  slug: true,
  name: true,
  destination: true,
  isActive: true,
  pauseReason: true,
  pauseNote: true,
  expiresAt: true,
  createdAt: true,
  updatedAt: true,
} as const;

export type CodeChange = {
  name?: string;
  destination?: string;
  expiresAt?: Date | null;
  isActive?: boolean;
  pauseReason?: PauseReason | null;
  pauseNote?: string | null;
  deletedAt?: Date | null;
};

export function findCode(db: Prisma, workspaceId: string, id: string): Promise<Code | null> {
  return db.qrCode.findFirst({ where: { id, workspaceId, deletedAt: null }, select: columns });
}

export function findDeletedCode(db: Prisma, workspaceId: string, id: string): Promise<Code | null> {
  return db.qrCode.findFirst({ where: { id, workspaceId, deletedAt: { not: null } }, select: columns });
}

/** Codes that are not deleted, paused ones counted. */
export function countCodes(db: Prisma, workspaceId: string): Promise<number> {
  return db.qrCode.count({ where: { workspaceId, deletedAt: null } });
}

export function countActiveCodes(db: Prisma, workspaceId: string): Promise<number> {
  return db.qrCode.count({ where: { workspaceId, deletedAt: null, isActive: true } });
}

/** @returns null when the slug is taken, by whomever and whether deleted or not */
export async function insertCode(
  db: Prisma,
  code: { workspaceId: string; slug: string; name: string; destination: string; expiresAt: Date | null },
): Promise<Code | null> {
  const [row] = await db.qrCode.createManyAndReturn({ data: [code], skipDuplicates: true, select: columns });
  return row ?? null;
}

/** Locks the code's row until the transaction ends, so that what is decided on it still holds. */
export async function lockCode(db: Prisma, workspaceId: string, id: string): Promise<void> {
  await db.$queryRaw(
    sql`SELECT FROM qr_codes WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid FOR UPDATE`,
  );
}

export async function changeCode(
  db: Prisma,
  workspaceId: string,
  id: string,
  change: CodeChange,
): Promise<void> {
  await db.qrCode.updateMany({ where: { id, workspaceId }, data: change });
}

/** What a limit of active codes has to choose among, oldest first. */
export async function listFittingCodes(db: Prisma, workspaceId: string): Promise<FittingCode[]> {
  const rows = await db.qrCode.findMany({
    where: { workspaceId, deletedAt: null, OR: [{ isActive: true }, { pauseReason: "plan" }] },
    select: { id: true, isActive: true, pauseReason: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, isActive, pauseReason }) => ({
    id,
    isActive,
    isPausedByPlan: pauseReason === "plan",
  }));
}

/** The names of some codes, the oldest first. */
export async function listCodeNames(
  db: Prisma,
  workspaceId: string,
  ids: readonly string[],
  most: number,
): Promise<string[]> {
  const rows = await db.qrCode.findMany({
    where: { workspaceId, id: { in: [...ids] } },
    select: { name: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: most,
  });
  return rows.map(({ name }) => name);
}

/** Pauses codes for the plan's sake, or resumes those that were. */
export async function setPausedByPlan(
  db: Prisma,
  workspaceId: string,
  ids: string[],
  isPaused: boolean,
): Promise<void> {
  for (let from = 0; from < ids.length; from += codesPerStatement) {
    const some = ids.slice(from, from + codesPerStatement);
    await db.qrCode.updateMany({
      where: { id: { in: some }, workspaceId, ...(isPaused ? { isActive: true } : { pauseReason: "plan" }) },
      data: isPaused ? { isActive: false, pauseReason: "plan" } : { isActive: true, pauseReason: null },
    });
  }
}

function matching(workspaceId: string, query: ListQuery, now: Date) {
  const patternOf = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const pattern = patternOf(query.q);
  const destinations = storedSpellings(query.q).map(patternOf);
  const search = query.q
    ? sql`AND (c.name ILIKE ${pattern} OR c.slug ILIKE ${pattern}
               OR c.destination ILIKE ANY (${destinations}::text[]))`
    : sql``;
  const status = {
    active: sql`AND c.is_active AND (c.expires_at IS NULL OR c.expires_at > ${now})`,
    expired: sql`AND c.is_active AND c.expires_at <= ${now}`,
    paused: sql`AND NOT c.is_active`,
  };
  return sql`c.workspace_id = ${workspaceId}::uuid AND c.deleted_at IS NULL ${search} ${
    query.status ? status[query.status] : sql``
  }`;
}

const orders = {
  newest: sql`c.created_at DESC, c.id`,
  oldest: sql`c.created_at, c.id`,
  name: sql`lower(c.name), c.id`,
  scans: sql`COALESCE(t.scans, 0) DESC, c.created_at DESC, c.id`,
  expiry: sql`c.expires_at NULLS LAST, c.created_at DESC, c.id`,
};

/** One page of the codes that a query matches, with their scans so far. */
export async function listCodes(
  db: Prisma,
  workspaceId: string,
  query: ListQuery,
  now: Date,
): Promise<ListedCode[]> {
  const rows = await db.$queryRaw<
    (Omit<ListedCode, "scans" | "botScans"> & { scans: bigint; botScans: bigint })[]
  >(
    sql`SELECT c.id, c.slug, c.name, c.destination, c.is_active AS "isActive",
               c.pause_reason::text AS "pauseReason", c.pause_note AS "pauseNote",
               c.expires_at AS "expiresAt", c.created_at AS "createdAt", c.updated_at AS "updatedAt",
               COALESCE(t.scans, 0) AS scans, COALESCE(t.bot_scans, 0) AS "botScans",
               t.last_scanned_at AS "lastScannedAt"
        FROM qr_codes c LEFT JOIN scan_totals t ON t.qr_code_id = c.id
        WHERE ${matching(workspaceId, query, now)}
        ORDER BY ${orders[query.sort]}
        LIMIT ${codesPerPage} OFFSET ${(query.page - 1) * codesPerPage}`,
  );
  return rows.map((row) => ({ ...row, scans: Number(row.scans), botScans: Number(row.botScans) }));
}

export async function countMatchingCodes(
  db: Prisma,
  workspaceId: string,
  query: ListQuery,
  now: Date,
): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>(
    sql`SELECT count(*) AS count FROM qr_codes c WHERE ${matching(workspaceId, query, now)}`,
  );
  return Number(row?.count ?? 0);
}
