import type { Prisma } from "#platform/db/prisma.ts";
import { minuteMs } from "#shared/time.ts";

/** How exact the last use is kept: not every call is a write. */
const usedEveryMs = minuteMs;

/** A key that is not revoked, with the member it acts as; null for one of the platform's. */
export type LiveKey = NonNullable<Awaited<ReturnType<typeof findLiveKey>>>;

/** By its hash, so that no comparison tells how much of a guess was right. */
export function findLiveKey(db: Prisma, hash: string) {
  return db.apiKey.findFirst({
    where: { hash, revokedAt: null },
    select: {
      id: true,
      scopes: true,
      lastUsedAt: true,
      member: {
        select: {
          role: true,
          profile: {
            select: {
              ...{ id: true, email: true, name: true, locale: true },
              ...{ deletionRequestedAt: true, pausedAt: true },
            },
          },
          workspace: {
            select: { id: true, name: true, trialEndsAt: true, entitlementVersion: true, closedAt: true },
          },
        },
      },
    },
  });
}

/** Notes that a key was used, once a minute at most, however many calls come at once. */
export async function noteUse(db: Prisma, { id, lastUsedAt }: LiveKey, now: Date): Promise<void> {
  const since = new Date(now.getTime() - usedEveryMs);
  if (lastUsedAt !== null && lastUsedAt >= since) return;
  await db.apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: since } }] },
    data: { lastUsedAt: now },
  });
}

/** Whether somebody is a member of the workspace, neither paused nor about to leave for good. */
export async function isStaying(tx: Prisma, workspaceId: string, profileId: string): Promise<boolean> {
  const staying = { workspaceId, profileId, profile: { deletionRequestedAt: null, pausedAt: null } };
  return (await tx.workspaceMember.count({ where: staying })) > 0;
}

export type NewKey = {
  /** The member of a workspace that a key is to act as; left out for one of the platform's. */
  member?: { workspaceId: string; profileId: string };
  name: string;
  prefix: string;
  hash: string;
  scopes: readonly string[];
  createdBy: string;
};

/** @returns the new key's id */
export async function insertKey(
  tx: Prisma,
  { member, scopes, ...key }: NewKey,
  createdAt: Date,
): Promise<string> {
  const data = { ...key, ...member, scopes: [...scopes], createdAt };
  return (await tx.apiKey.create({ data, select: { id: true } })).id;
}

/** @returns whether the workspace had a live one to end */
export async function endKey(tx: Prisma, workspaceId: string, id: string, revokedAt: Date): Promise<boolean> {
  const { count } = await tx.apiKey.updateMany({
    where: { id, workspaceId, revokedAt: null },
    data: { revokedAt },
  });
  return count > 0;
}

/** Ends a key of anybody's: for those who run the platform. @returns which it was; null where there was no live one */
export async function endAnyKey(
  tx: Prisma,
  id: string,
  revokedAt: Date,
): Promise<{ workspaceId: string | null; name: string; prefix: string } | null> {
  const [ended] = await tx.apiKey.updateManyAndReturn({
    where: { id, revokedAt: null },
    data: { revokedAt },
    select: { workspaceId: true, name: true, prefix: true },
  });
  return ended ?? null;
}

/** Ends all keys that act as a person. */
export function endKeysOf(tx: Prisma, profileId: string, revokedAt: Date) {
  return tx.apiKey.updateManyAndReturn({
    where: { profileId, revokedAt: null },
    data: { revokedAt },
    select: { id: true, workspaceId: true },
  });
}

export function countLiveKeys(tx: Prisma, workspaceId: string): Promise<number> {
  return tx.apiKey.count({ where: { workspaceId, revokedAt: null } });
}

/** Everything of a workspace's live keys but what opens, the newest first. */
export function listLiveKeys(db: Prisma, workspaceId: string) {
  return db.apiKey.findMany({
    where: { workspaceId, revokedAt: null },
    select: {
      id: true,
      name: true,
      prefix: true,
      scopes: true,
      createdAt: true,
      lastUsedAt: true,
      member: { select: { role: true, profile: { select: { name: true, email: true } } } },
    },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
}
