import { randomUUID } from "node:crypto";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";

/** The owner of a new workspace with so many active codes, the oldest first. */
export async function makeOwner(codes: number, trialEndsAt: Date | null = null): Promise<Viewer> {
  const profileId = randomUUID();
  const email = `${profileId}@example.org`;
  const { id } = await db().workspace.create({ data: { name: "Drill", trialEndsAt } });
  await db().profile.create({ data: { id: profileId, email } });
  await db().workspaceMember.create({ data: { workspaceId: id, profileId, role: "OWNER" } });
  const born = Date.now() - codes * 1000;
  await db().qrCode.createMany({
    data: Array.from({ length: codes }, (_, at) => ({
      workspaceId: id,
      slug: randomUUID(),
      name: `${at}`,
      destination: "https://example.com/",
      createdAt: new Date(born + at * 1000),
    })),
  });
  const workspace = { id, name: "Drill", role: "OWNER" as const, trialEndsAt, entitlementVersion: 0 };
  return { profileId, email, name: "", locale: "en", platformRole: "USER", secondFactorAt: null, workspace };
}
