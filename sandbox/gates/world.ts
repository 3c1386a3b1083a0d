import { randomUUID } from "node:crypto";
import type { Feature, LimitName, Tier } from "#lib/entitlements/tiers.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";

/** A word on a feature, or on so much of a limit; null is unlimited. */
export type Word = Feature | { limit: LimitName; value: number | null };

export type Access = { tier: Tier; grants?: readonly Word[]; denies?: readonly Word[] };

/** The owner of a new workspace that has a tier and overrides, as somebody who signs in now is read. */
export async function makeOwnerWith({ tier, grants = [], denies = [] }: Access): Promise<Viewer> {
  const profileId = randomUUID();
  const email = `${profileId}@example.org`;
  const { id: workspaceId } = await db().workspace.create({ data: { name: "Test" } });
  await db().profile.create({ data: { id: profileId, email } });
  await db().workspaceMember.create({ data: { workspaceId, profileId, role: "OWNER" } });
  const given = { workspaceId, reason: "a test" };
  // Nobody waives what is free.
  if (tier !== "starter") await db().feeWaiver.create({ data: { ...given, tier, grantedBy: "system" } });
  const overrides = [
    ...grants.map((word) => ({ effect: "grant" as const, ...columnsOf(word) })),
    ...denies.map((word) => ({ effect: "deny" as const, ...columnsOf(word) })),
  ];
  await db().entitlementOverride.createMany({
    data: overrides.map((override) => ({ ...given, createdBy: "system", ...override })),
  });
  const workspace = await db().workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { id: true, name: true, trialEndsAt: true, entitlementVersion: true },
  });
  return {
    profileId,
    email,
    name: "",
    locale: "en",
    platformRole: "USER",
    secondFactorAt: null,
    workspace: { ...workspace, role: "OWNER" },
  };
}

function columnsOf(word: Word) {
  if (typeof word === "string") return { feature: word };
  return { limitName: word.limit, limitValue: word.value };
}
