import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { CodeState } from "./decide-redemption.ts";

export type SeenCode = CodeState & { id: string; days: number };

/** A code as it looks to the person who wants to redeem it, in one statement whether it is there or not. */
export async function findSeenCode(
  db: Prisma,
  code: string,
  { profileId, workspaceId }: { profileId: string; workspaceId: string },
): Promise<SeenCode | null> {
  const [row] = await db.$queryRaw<SeenCode[]>(sql`
    SELECT c.id, c.days, c.is_active AS "isActive", c.ends_at AS "endsAt", c.max_uses AS "maxUses", c.uses,
      EXISTS (SELECT FROM promo_redemptions r
        WHERE r.promo_code_id = c.id AND r.profile_id = ${profileId}::uuid) AS "isRedeemedByViewer",
      EXISTS (SELECT FROM promo_redemptions r
        WHERE r.promo_code_id = c.id AND r.workspace_id = ${workspaceId}::uuid) AS "isRedeemedForWorkspace"
    FROM promo_codes c WHERE c.code = ${code}`);
  return row ?? null;
}

/**
 * Holds the code's row until the transaction ends. What is read after it is what counts; always
 * before a workspace's row, so that two redemptions never wait for each other.
 */
export async function lockCode(tx: Prisma, id: string): Promise<void> {
  await tx.$queryRaw(sql`SELECT FROM promo_codes WHERE id = ${id}::uuid FOR NO KEY UPDATE`);
}

export type NewRedemption = {
  promoCodeId: string;
  workspaceId: string;
  profileId: string;
  days: number;
  grantedUntil: Date | null;
  redeemedAt: Date;
};

/** The use and its count: neither is there without the other. */
export async function insertRedemption(tx: Prisma, redemption: NewRedemption): Promise<void> {
  await tx.promoRedemption.create({ data: redemption });
  await tx.promoCode.update({ where: { id: redemption.promoCodeId }, data: { uses: { increment: 1 } } });
}

/** How many days a workspace has had from a source; null for one that it had none of. */
export async function findGrantedDays(
  db: Prisma,
  workspaceId: string,
  source: string,
): Promise<number | null> {
  const grant = await db.promoGrant.findFirst({ where: { workspaceId, source }, select: { days: true } });
  return grant?.days ?? null;
}

/** Writes down where days of a workspace's came from; of one source it has them once. */
export async function insertGrant(
  tx: Prisma,
  grant: { workspaceId: string; days: number; source: string; createdAt: Date },
): Promise<void> {
  await tx.promoGrant.create({ data: grant });
}
