import { codesPerStatement } from "#lib/codes/many-codes.ts";
import type { UsageMails } from "#lib/mails/usage-mails.ts";
import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { Belonging } from "./deletion.ts";

type DeletionRow = { deletionRequestedAt: Date | null; erasedAt: Date | null };

/**
 * Holds the profile's row until the transaction ends, but not those who only refer to it: they may
 * hold the workspace that comes next.
 */
export async function lockDeletion(tx: Prisma, profileId: string): Promise<DeletionRow> {
  const [row] = await tx.$queryRaw<DeletionRow[]>(sql`
    SELECT deletion_requested_at AS "deletionRequestedAt", erased_at AS "erasedAt"
    FROM profiles WHERE id = ${profileId}::uuid FOR NO KEY UPDATE`);
  if (!row) throw new Error("the profile is not there");
  return row;
}

/** Holds the rows of all the person's workspaces, so that two owners cannot leave at once. */
export async function lockWorkspaces(tx: Prisma, profileId: string): Promise<void> {
  await tx.$queryRaw(sql`
    SELECT FROM workspaces WHERE id IN (
      SELECT workspace_id FROM workspace_members WHERE profile_id = ${profileId}::uuid)
    ORDER BY id FOR UPDATE`);
}

export async function listBelongings(db: Prisma, profileId: string): Promise<Belonging[]> {
  const rows = await db.workspaceMember.findMany({
    where: { profileId },
    select: {
      role: true,
      workspace: {
        select: {
          id: true,
          name: true,
          members: {
            where: { profileId: { not: profileId } },
            select: { role: true, profile: { select: { deletionRequestedAt: true } } },
          },
        },
      },
    },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ role, workspace: { id, name, members } }) => {
    const staying = members.filter(({ profile }) => profile.deletionRequestedAt === null);
    return {
      workspaceId: id,
      name,
      isOwner: role === "OWNER",
      otherMembers: members.length,
      otherOwners: staying.filter((member) => member.role === "OWNER").length,
    };
  });
}

/** Which mails about usage the person wants. */
export async function getUsageMails(db: Prisma, profileId: string): Promise<UsageMails> {
  const { usageMails } = await db.profile.findUniqueOrThrow({
    where: { id: profileId },
    select: { usageMails: true },
  });
  return usageMails;
}

export async function setDeletionRequested(tx: Prisma, profileId: string, at: Date | null): Promise<void> {
  await tx.profile.update({ where: { id: profileId }, data: { deletionRequestedAt: at } });
}

/** The workspaces that the person's leaving has closed. */
export async function listClosedWorkspaceIds(db: Prisma, profileId: string): Promise<string[]> {
  const rows = await db.workspaceMember.findMany({
    where: { profileId, role: "OWNER", workspace: { closedAt: { not: null } } },
    select: { workspaceId: true },
    orderBy: { workspaceId: "asc" },
  });
  return rows.map(({ workspaceId }) => workspaceId);
}

export type DueAccount = { id: string; deletionRequestedAt: Date };

/** Accounts to be erased, the longest due first, after `last` of the same order. */
export async function listDueAccounts(
  db: Prisma,
  since: Date,
  last: DueAccount | null,
  limit: number,
): Promise<DueAccount[]> {
  const beyond = last
    ? sql`AND (deletion_requested_at, id) > (${last.deletionRequestedAt}, ${last.id}::uuid)`
    : sql``;
  return db.$queryRaw<DueAccount[]>(sql`
    SELECT id, deletion_requested_at AS "deletionRequestedAt" FROM profiles
    WHERE erased_at IS NULL AND deletion_requested_at <= ${since} ${beyond}
    ORDER BY deletion_requested_at, id LIMIT ${limit}`);
}

/** What is left of a person: a pseudonym, and no say. */
export async function eraseProfile(
  tx: Prisma,
  id: string,
  left: { name: string; email: string },
  now: Date,
): Promise<void> {
  const data = { ...left, role: "USER" as const, pausedReason: null, erasedAt: now };
  await tx.profile.update({ where: { id }, data });
  await tx.workspaceMember.deleteMany({ where: { profileId: id, workspace: { closedAt: null } } });
  await tx.signUp.deleteMany({ where: { profileId: id } });
}

/** Slugs stay: a printed code never becomes somebody else's. */
export async function eraseWorkspace(tx: Prisma, id: string, name: string, now: Date): Promise<void> {
  await tx.workspace.update({ where: { id }, data: { name } });
  await tx.apiKey.deleteMany({ where: { workspaceId: id } });
  let emptied = codesPerStatement;
  while (emptied === codesPerStatement) {
    emptied = await tx.$executeRaw(sql`
      UPDATE qr_codes SET name = '', destination = '', pause_note = NULL,
        deleted_at = coalesce(deleted_at, ${now}), updated_at = ${now}
      WHERE id IN (
        SELECT id FROM qr_codes WHERE workspace_id = ${id}::uuid
          AND (name <> '' OR destination <> '' OR pause_note IS NOT NULL OR deleted_at IS NULL)
        LIMIT ${codesPerStatement})`);
  }
}

export async function deletePendingMails(
  tx: Prisma,
  profileId: string,
  workspaceIds: string[],
): Promise<void> {
  const theirs = [{ profileId }, { workspaceId: { in: workspaceIds } }];
  await tx.mail.deleteMany({ where: { state: "pending", OR: theirs } });
}

/**
 * Mails that went to people who were erased since then tell no longer to whom, nor what. Two
 * searches, not one with an OR: each has its index, and the table keeps the mails of months.
 */
export async function blankSentMails(db: Prisma, erasedSince: Date): Promise<number> {
  return db.$executeRaw(sql`
    UPDATE mails SET recipient = '', "values" = '{}', error = NULL
    WHERE state <> 'pending' AND id IN (
      SELECT s.id FROM mails s JOIN profiles p ON p.id = s.profile_id
        WHERE p.erased_at >= ${erasedSince} AND s.recipient <> ''
      UNION ALL SELECT s.id FROM mails s JOIN workspaces w ON w.id = s.workspace_id
        JOIN workspace_members m ON m.workspace_id = w.id JOIN profiles p ON p.id = m.profile_id
        WHERE p.erased_at >= ${erasedSince} AND w.closed_at IS NOT NULL AND s.recipient <> '')`);
}
