import type { UsageMails } from "#lib/mails/usage-mails.ts";
import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { PlatformRole, WorkspaceRole } from "./viewer.ts";

export type ProfileRow = {
  id: string;
  email: string;
  name: string;
  locale: string;
  role: PlatformRole;
  deletionRequestedAt: Date | null;
  pausedAt: Date | null;
  memberships: {
    role: WorkspaceRole;
    workspace: {
      id: string;
      name: string;
      trialEndsAt: Date | null;
      entitlementVersion: number;
      closedAt: Date | null;
    };
  }[];
};

/** The person with their memberships, the personal workspace first. */
export function findProfile(db: Prisma, id: string): Promise<ProfileRow | null> {
  return db.profile.findUnique({
    where: { id },
    select: {
      id: true,
      email: true,
      name: true,
      locale: true,
      role: true,
      deletionRequestedAt: true,
      pausedAt: true,
      memberships: {
        select: {
          role: true,
          workspace: {
            select: { id: true, name: true, trialEndsAt: true, entitlementVersion: true, closedAt: true },
          },
        },
        orderBy: { createdAt: "asc" },
      },
    },
  });
}

/**
 * Creates the profile, or brings its e-mail address up to date. The written row stays locked
 * until the transaction ends, so that two first requests cannot both make a workspace.
 * @returns false when the profile was erased: then it is left as it is
 */
export async function upsertProfile(
  db: Prisma,
  profile: { id: string; email: string; name: string; locale: string },
): Promise<boolean> {
  await db.profile.createMany({ data: profile, skipDuplicates: true });
  const { email } = profile;
  const { count } = await db.profile.updateMany({
    where: { id: profile.id, erasedAt: null },
    data: { email },
  });
  return count === 1;
}

export async function updateProfile(
  db: Prisma,
  id: string,
  change: { name?: string; locale?: string; email?: string; usageMails?: UsageMails },
): Promise<void> {
  await db.profile.update({ where: { id }, data: change });
}

export async function hasMembership(db: Prisma, profileId: string): Promise<boolean> {
  return (await db.workspaceMember.count({ where: { profileId } })) > 0;
}

/** @returns the id of the new workspace, in which there is nobody yet */
export async function insertPersonalWorkspace(db: Prisma, name: string): Promise<string> {
  const { id } = await db.workspace.create({ data: { name, isPersonal: true }, select: { id: true } });
  return id;
}

export function countMembers(db: Prisma, workspaceId: string): Promise<number> {
  return db.workspaceMember.count({ where: { workspaceId } });
}

export async function insertMember(
  db: Prisma,
  member: { workspaceId: string; profileId: string; role: WorkspaceRole },
): Promise<void> {
  await db.workspaceMember.create({ data: member });
}

/**
 * Records the one trial of an identity.
 * @returns false when that identity has had one before
 */
export async function insertTrial(
  db: Prisma,
  trial: { identityHash: string; workspaceId: string; startedAt: Date; endsAt: Date },
): Promise<boolean> {
  const { count } = await db.trial.createMany({ data: trial, skipDuplicates: true });
  if (count === 0) return false;
  await db.workspace.update({ where: { id: trial.workspaceId }, data: { trialEndsAt: trial.endsAt } });
  return true;
}

export async function insertSignUp(
  db: Prisma,
  signUp: {
    profileId: string;
    emailDomain: string;
    network: string | null;
    trial: "given" | "had_before" | "disposable";
    at: Date;
  },
): Promise<void> {
  await db.signUp.create({ data: signUp });
}

/**
 * Closes the workspace, or opens it again with `null`, and says so of each of its codes on the
 * channel on which the redirect path hears of changed ones.
 */
export async function setClosed(tx: Prisma, id: string, closedAt: Date | null, now: Date): Promise<void> {
  await tx.workspace.updateMany({ where: { id }, data: { closedAt, updatedAt: now } });
  await tx.$queryRaw(
    sql`SELECT count(pg_notify('code_changed', slug)) FROM qr_codes WHERE workspace_id = ${id}::uuid`,
  );
}
