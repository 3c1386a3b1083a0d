import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { Place } from "#shared/keyset.ts";
import type { ListPromoCodes, PromoState } from "./validation.ts";

// Looks at the codes of all, so that nothing here is for anybody but admins.

export type PromoCode = {
  id: string;
  /** Canonical. */
  code: string;
  description: string;
  days: number;
  maxUses: number | null;
  uses: number;
  endsAt: Date | null;
  isActive: boolean;
  batchId: string | null;
  /** As the audit names who made it. */
  createdBy: string;
  createdAt: Date;
};

const columns = sql`
  c.id, c.code, c.description, c.days, c.max_uses AS "maxUses", c.uses, c.ends_at AS "endsAt",
  c.is_active AS "isActive", c.batch_id AS "batchId", c.created_by AS "createdBy", c.created_at AS "createdAt"`;

export type NewPromoCode = Omit<PromoCode, "id" | "uses" | "isActive">;

/** @returns those that were not there yet; a spelling that is taken is left out */
export function insertCodes(db: Prisma, codes: NewPromoCode[]): Promise<PromoCode[]> {
  return db.promoCode.createManyAndReturn({
    data: codes,
    skipDuplicates: true,
    omit: { updatedAt: true },
  });
}

/** Holds the row until the transaction ends: a redemption waits, or is counted already. */
export async function lockPromoCode(tx: Prisma, id: string): Promise<PromoCode | null> {
  const [row] = await tx.$queryRaw<PromoCode[]>(sql`
    SELECT ${columns} FROM promo_codes c WHERE c.id = ${id}::uuid FOR NO KEY UPDATE`);
  return row ?? null;
}

export type Terms = Pick<PromoCode, "description" | "days" | "maxUses" | "endsAt">;

export function updateCode(
  tx: Prisma,
  id: string,
  change: Partial<Terms & Pick<PromoCode, "isActive">>,
): Promise<PromoCode> {
  return tx.promoCode.update({ where: { id }, data: change, omit: { updatedAt: true } });
}

export function findPromoCode(db: Prisma, id: string): Promise<PromoCode | null> {
  return db.promoCode.findUnique({ where: { id }, omit: { updatedAt: true } });
}

const beyond = (after: Place | null, at: ReturnType<typeof sql>, id: ReturnType<typeof sql>) =>
  after ? sql`AND (${at}, ${id}) < (${after.at}, ${after.id}::uuid)` : sql``;

/** As the indexes have it: each state of few codes among many is one of its own. */
function inState(state: PromoState | null, now: Date) {
  switch (state) {
    case null:
      return sql``;
    case "active":
      return sql`AND c.is_active AND (c.max_uses IS NULL OR c.uses < c.max_uses)
        AND (c.ends_at IS NULL OR c.ends_at > ${now})`;
    case "inactive":
      return sql`AND NOT c.is_active`;
    case "expired":
      return sql`AND c.ends_at <= ${now}`;
    case "used_up":
      return sql`AND c.uses >= c.max_uses`;
  }
}

/** A text as words alone; the index has it in the very same way. */
const wordsOf = (text: ReturnType<typeof sql>) => sql`regexp_replace(${text}, '[^[:alnum:]]+', ' ', 'g')`;

/** The beginning of a code, or of words in its description; nothing for what holds none. */
function matching(q: string, canonical: string | null) {
  const isCode = canonical === null ? sql`` : sql`OR c.code LIKE ${`${canonical}%`}`;
  const words = sql`nullif(trim(${wordsOf(sql`${q}`)}), '')`;
  const query = sql`to_tsquery('simple', regexp_replace(${words}, ' +', ':* & ', 'g') || ':*')`;
  return sql`(to_tsvector('simple', ${wordsOf(sql`c.description`)}) @@ ${query} ${isCode})`;
}

/** Up to so many are looked up and put in order; more are that common that walking the list finds them soon. */
const fewFound = 5_000;

/** How the list is narrowed to what is searched for: a rare term must not be looked for code by code. */
async function narrow(db: Prisma, q: string, canonical: string | null) {
  if (q === "") return sql``;
  const isMatch = matching(q, canonical);
  const found = await db.$queryRaw<{ id: string }[]>(sql`
    SELECT c.id FROM promo_codes c WHERE ${isMatch} LIMIT ${fewFound + 1}`);
  if (found.length > fewFound) return sql`AND ${isMatch}`;
  return sql`AND c.id = ANY(${found.map(({ id }) => id)}::uuid[])`;
}

/** The newest first. @param canonical what is searched for, as a code is spelled; null for what no code can be */
export async function listCodes(
  db: Prisma,
  { q, state, batch, after }: ListPromoCodes,
  canonical: string | null,
  now: Date,
  limit: number,
): Promise<PromoCode[]> {
  return db.$queryRaw<PromoCode[]>(sql`
    SELECT ${columns} FROM promo_codes c
    WHERE true ${await narrow(db, q, canonical)} ${inState(state, now)}
      ${batch === null ? sql`` : sql`AND c.batch_id = ${batch}::uuid`}
      ${beyond(after, sql`c.created_at`, sql`c.id`)}
    ORDER BY c.created_at DESC, c.id DESC LIMIT ${limit}`);
}

export function listBatch(db: Prisma, batchId: string): Promise<PromoCode[]> {
  return db.promoCode.findMany({ where: { batchId }, orderBy: { code: "asc" }, omit: { updatedAt: true } });
}

export type Redemption = {
  id: string;
  days: number;
  grantedUntil: Date | null;
  redeemedAt: Date;
  workspace: { id: string; name: string };
  profile: { id: string; email: string };
};

/** Who has redeemed a code, the newest first. */
export function listRedemptions(
  db: Prisma,
  promoCodeId: string,
  after: Place | null,
  limit: number,
): Promise<Redemption[]> {
  return db.$queryRaw<Redemption[]>(sql`
    SELECT r.id, r.days, r.granted_until AS "grantedUntil", r.redeemed_at AS "redeemedAt",
      json_build_object('id', w.id, 'name', w.name) AS workspace,
      json_build_object('id', p.id, 'email', p.email) AS profile
    FROM promo_redemptions r
      JOIN workspaces w ON w.id = r.workspace_id JOIN profiles p ON p.id = r.profile_id
    WHERE r.promo_code_id = ${promoCodeId}::uuid ${beyond(after, sql`r.redeemed_at`, sql`r.id`)}
    ORDER BY r.redeemed_at DESC, r.id DESC LIMIT ${limit}`);
}
