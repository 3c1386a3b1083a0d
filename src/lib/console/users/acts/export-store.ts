import type { Prisma } from "#platform/db/prisma.ts";

// Everything of a person's but what opens anything: no keys, no hashes, no secrets.

export function findExportedProfile(db: Prisma, id: string) {
  return db.profile.findFirst({
    where: { id, erasedAt: null },
    include: {
      signUp: { omit: { profileId: true } },
      dismissals: { omit: { profileId: true } },
      overrides: { omit: { createdBy: true, endedBy: true } },
      redemptions: { include: { promoCode: { select: { code: true, description: true } } } },
      memberships: {
        select: {
          role: true,
          createdAt: true,
          workspace: {
            select: {
              ...{ id: true, name: true, isPersonal: true, closedAt: true, createdAt: true },
              members: { where: { role: "OWNER" }, select: { profileId: true } },
            },
          },
        },
        orderBy: { createdAt: "asc" },
      },
    },
  });
}
export type ExportedProfile = NonNullable<Awaited<ReturnType<typeof findExportedProfile>>>;

export function listExportedKeys(db: Prisma, profileId: string) {
  return db.apiKey.findMany({
    where: { profileId },
    omit: { hash: true, createdBy: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
}

/** What a workspace was given and what it paid. */
export function findExportedWorkspace(db: Prisma, id: string) {
  return db.workspace.findUniqueOrThrow({
    where: { id },
    include: {
      feeWaivers: { omit: { grantedBy: true, revokedBy: true } },
      overrides: { omit: { createdBy: true, endedBy: true } },
      promoGrants: true,
      billingCustomers: true,
      paymentMethods: true,
      subscriptions: true,
      invoices: true,
      refunds: true,
      disputes: true,
      usageCounters: true,
    },
  });
}

export type Placed = { createdAt: Date; id: string };

/** Codes after `last`, the newest first, deleted ones as well. */
export function listExportedCodes(db: Prisma, workspaceId: string, last: Placed | null, take: number) {
  return db.qrCode.findMany({
    where: {
      workspaceId,
      ...(last && {
        createdAt: { lte: last.createdAt },
        OR: [{ createdAt: { lt: last.createdAt } }, { id: { gt: last.id } }],
      }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take,
  });
}

export function listExportedMails(db: Prisma, profileId: string, last: { id: string } | null, take: number) {
  return db.mail.findMany({
    where: { profileId, ...(last && { id: { gt: last.id } }) },
    omit: { key: true, nextAttemptAt: true },
    orderBy: { id: "asc" },
    take,
  });
}

/** Rows of the audit of one actor, or about one subject, after `last`, the newest first. */
export function listExportedAudit(
  db: Prisma,
  about: { actor: string } | { subject: string; actor: { notIn: string[] } },
  last: { at: Date; id: bigint } | null,
  take: number,
) {
  return db.auditEvent.findMany({
    where: {
      ...about,
      ...(last && { at: { lte: last.at }, OR: [{ at: { lt: last.at } }, { id: { lt: last.id } }] }),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take,
  });
}
