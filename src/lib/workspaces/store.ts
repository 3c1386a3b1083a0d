import type { Prisma } from "#platform/db/prisma.ts";
import type { PlatformRole, WorkspaceRole } from "./viewer.ts";

export type ProfileRow = {
  id: string;
  email: string;
  name: string;
  locale: string;
  role: PlatformRole;
  memberships: {
    role: WorkspaceRole;
    workspace: { id: string; name: string; trialEndsAt: Date | null };
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
      memberships: {
        select: { role: true, workspace: { select: { id: true, name: true, trialEndsAt: true } } },
        orderBy: { createdAt: "asc" },
      },
    },
  });
}

/**
 * Creates the profile, or brings its e-mail address up to date. The written row stays locked
 * until the transaction ends, so that two first requests cannot both make a workspace.
 */
export async function upsertProfile(
  db: Prisma,
  profile: { id: string; email: string; name: string; locale: string },
): Promise<void> {
  await db.profile.upsert({
    where: { id: profile.id },
    create: profile,
    update: { email: profile.email },
  });
}

export async function updateProfile(
  db: Prisma,
  id: string,
  change: { name?: string; locale?: string; email?: string },
): Promise<void> {
  await db.profile.update({ where: { id }, data: change });
}

export async function hasMembership(db: Prisma, profileId: string): Promise<boolean> {
  return (await db.workspaceMember.count({ where: { profileId } })) > 0;
}

/** @returns the id of the new workspace, owned by the profile */
export async function insertPersonalWorkspace(db: Prisma, profileId: string, name: string): Promise<string> {
  const { id } = await db.workspace.create({
    data: { name, isPersonal: true, members: { create: { profileId, role: "OWNER" } } },
    select: { id: true },
  });
  return id;
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
