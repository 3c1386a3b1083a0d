import type { Prisma } from "#platform/db/prisma.ts";
import type { AddOverride, GrantWaiver, ListOverrides, ListWaivers } from "./validation.ts";

// Looks across all workspaces, so that nothing here is for anybody but those who run the platform.

/** How the audit names what time has ended. */
export const ended = { by: "system", reason: "ended" };

export async function isWorkspace(db: Prisma, id: string): Promise<boolean> {
  return (await db.workspace.count({ where: { id } })) > 0;
}

export async function isProfile(db: Prisma, id: string): Promise<boolean> {
  return (await db.profile.count({ where: { id, erasedAt: null } })) > 0;
}

/** The one waiver that is not revoked; it may have ended by its date. */
export function findOpenWaiver(db: Prisma, workspaceId: string) {
  return db.feeWaiver.findFirst({ where: { workspaceId, revokedAt: null } });
}
export type Waiver = NonNullable<Awaited<ReturnType<typeof findOpenWaiver>>>;

export function insertWaiver(db: Prisma, grantedBy: string, waiver: GrantWaiver, createdAt: Date) {
  return db.feeWaiver.create({ data: { ...waiver, grantedBy, createdAt } });
}

export function closeWaiver(db: Prisma, { id, workspaceId }: Waiver, at: Date, by: string, reason: string) {
  return db.feeWaiver.update({
    where: { id, workspaceId },
    data: { revokedAt: at, revokedBy: by, revokeReason: reason },
  });
}

export function listWaivers(
  db: Prisma,
  { workspaceId, includeExpired, limit }: ListWaivers,
  now: Date,
): Promise<Waiver[]> {
  return db.feeWaiver.findMany({
    where: {
      ...(workspaceId === undefined ? {} : { workspaceId }),
      ...(includeExpired ? {} : { revokedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: limit,
  });
}

export function listDueWaivers(db: Prisma, now: Date, limit: number): Promise<Waiver[]> {
  return db.feeWaiver.findMany({
    where: { revokedAt: null, endsAt: { lte: now } },
    orderBy: [{ endsAt: "asc" }, { id: "asc" }],
    take: limit,
  });
}

/** One that has not been ended; it may be over by its date. */
export function findOpenOverride(db: Prisma, id: string) {
  return db.entitlementOverride.findFirst({ where: { id, endedAt: null } });
}
export type Override = NonNullable<Awaited<ReturnType<typeof findOpenOverride>>>;

export function insertOverride(db: Prisma, createdBy: string, input: AddOverride, createdAt: Date) {
  const { limit, value, workspaceId, profileId, feature, ...rest } = input;
  return db.entitlementOverride.create({
    data: {
      ...rest,
      workspaceId: workspaceId ?? null,
      profileId: profileId ?? null,
      feature: feature ?? null,
      limitName: limit ?? null,
      limitValue: value ?? null,
      createdBy,
      createdAt,
    },
  });
}

/** @returns null when somebody was quicker */
export async function closeOverride(
  db: Prisma,
  id: string,
  at: Date,
  by: string,
  reason: string,
): Promise<Override | null> {
  const [row] = await db.entitlementOverride.updateManyAndReturn({
    where: { id, endedAt: null },
    data: { endedAt: at, endedBy: by, endReason: reason },
  });
  return row ?? null;
}

export function listOverrides(
  db: Prisma,
  { workspaceId, profileId, includeEnded, limit }: ListOverrides,
  now: Date,
): Promise<Override[]> {
  return db.entitlementOverride.findMany({
    where: {
      ...(workspaceId === undefined ? {} : { workspaceId }),
      ...(profileId === undefined ? {} : { profileId }),
      ...(includeEnded ? {} : { endedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: limit,
  });
}

export function listDueOverrides(db: Prisma, now: Date, limit: number): Promise<Override[]> {
  return db.entitlementOverride.findMany({
    where: { endedAt: null, endsAt: { lte: now } },
    orderBy: [{ endsAt: "asc" }, { id: "asc" }],
    take: limit,
  });
}
