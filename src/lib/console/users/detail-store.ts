import type { Prisma } from "#platform/db/prisma.ts";

// Looks at anybody's workspaces, so that nothing here is for anybody but admins.

/** Somebody in more of them is shown the first; the others are found by their address. */
const mostWorkspaces = 100;

export function findPerson(db: Prisma, id: string) {
  return db.profile.findUnique({
    where: { id },
    include: {
      signUp: true,
      memberships: {
        select: {
          role: true,
          createdAt: true,
          workspace: {
            select: {
              ...{ id: true, name: true, isPersonal: true, closedAt: true, createdAt: true },
              ...{ trialEndsAt: true, trialBankedSeconds: true, entitlementVersion: true },
            },
          },
        },
        orderBy: { createdAt: "asc" },
        take: mostWorkspaces,
      },
    },
  });
}
export type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

/** The workspace's codes that are not deleted, by what they are. */
export async function countCodes(db: Prisma, workspaceId: string) {
  const groups = await db.qrCode.groupBy({
    by: ["isActive", "pauseReason"],
    where: { workspaceId, deletedAt: null },
    _count: true,
  });
  const count = (reason: string) =>
    groups
      .filter((one) => !one.isActive && one.pauseReason === reason)
      .reduce((sum, one) => sum + one._count, 0);
  const active = groups.filter(({ isActive }) => isActive).reduce((sum, one) => sum + one._count, 0);
  return { active, owner: count("owner"), plan: count("plan"), abuse: count("abuse") };
}

/** How many codes were suspended together with the account. */
export function countSuspended(db: Prisma, profileId: string): Promise<number> {
  return db.suspendedCode.count({ where: { profileId } });
}

/** Every customer at Stripe that a workspace has or had. */
export function listCustomers(db: Prisma, workspaceId: string) {
  return db.billingCustomer.findMany({
    where: { workspaceId },
    select: { id: true, isCurrent: true, currency: true, deletedAt: true },
    orderBy: [{ isCurrent: "desc" }, { createdAt: "desc" }],
  });
}

export function listRedemptions(db: Prisma, workspaceId: string, take: number) {
  return db.promoRedemption.findMany({
    where: { workspaceId },
    select: {
      ...{ id: true, days: true, grantedUntil: true, redeemedAt: true },
      promoCode: { select: { id: true, code: true, description: true } },
    },
    orderBy: [{ redeemedAt: "desc" }, { id: "asc" }],
    take,
  });
}

export function listGrants(db: Prisma, workspaceId: string, take: number) {
  return db.promoGrant.findMany({
    where: { workspaceId },
    select: { id: true, days: true, source: true, createdAt: true },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take,
  });
}

const entryColumns = { id: true, actor: true, action: true, subject: true, after: true, at: true };

/** The newest of the audit of a workspace, or about a person. */
export function listAudit(db: Prisma, about: { workspaceId: string } | { subject: string }, take: number) {
  return db.auditEvent.findMany({
    where: about,
    select: entryColumns,
    orderBy: { at: "desc" },
    take,
  });
}
