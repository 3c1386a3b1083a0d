import { randomUUID } from "node:crypto";
import type { Viewer, WorkspaceRole } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";

/** Somebody who joins a workspace, or who begins one of their own in which Pro is open for a week. */
export async function makeMember(role: WorkspaceRole = "OWNER", of?: Viewer): Promise<Viewer> {
  const profileId = randomUUID();
  const person = { email: `${profileId}@example.org`, name: "Zofia" };
  await db().profile.create({ data: { id: profileId, ...person } });
  const trialEndsAt = new Date(Date.now() + 7 * dayMs);
  const workspace = of?.workspace ?? (await db().workspace.create({ data: { name: "Test", trialEndsAt } }));
  const { id, name, entitlementVersion } = workspace;
  await db().workspaceMember.create({ data: { workspaceId: id, profileId, role } });
  return {
    ...{ profileId, ...person, locale: "en", platformRole: "USER", secondFactorAt: null },
    workspace: { id, name, role, trialEndsAt, entitlementVersion },
  };
}

/** Puts the workspace on Free, as a trial that ends does. */
export async function endTrial({ workspace }: Viewer): Promise<void> {
  const trialEndsAt = new Date(Date.now() - 1);
  await db().workspace.update({ where: { id: workspace.id }, data: { trialEndsAt } });
}
