import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { findOpenNotice } from "./find-open-notice.ts";
import { insertDismissal } from "./notice-store.ts";
import { tellUsage } from "./tell-usage.ts";

openTestDatabase();
const now = new Date("2026-11-21T12:00:00Z");

/** The owner of a Free workspace with so many codes, made on the 3rd. */
async function makeViewer(codes: number): Promise<Viewer> {
  const [profileId, createdAt] = [randomUUID(), new Date("2026-09-03T08:00:00Z")];
  const email = `${profileId}@x.test`;
  const { id } = await db().workspace.create({
    data: {
      name: "W",
      createdAt,
      members: { create: { role: "OWNER", profile: { create: { id: profileId, email } } } },
      qrCodes: {
        create: Array.from({ length: codes }, () => ({
          slug: randomUUID(),
          name: "C",
          destination: "https://example.com/",
          createdAt: now,
        })),
      },
    },
  });
  const workspace = { id, name: "W", role: "OWNER", trialEndsAt: null, entitlementVersion: 0 } as const;
  return { profileId, email, name: "", locale: "en", platformRole: "USER", secondFactorAt: null, workspace };
}

test("what was told is shown until it is put away, and as it is by now", async () => {
  const viewer = await makeViewer(9);
  expect(await findOpenNotice(db(), viewer, now)).toBeNull();
  await tellUsage(db(), now);
  const found = await findOpenNotice(db(), viewer, now);
  expect(found).toMatchObject({
    tier: "starter",
    id: { meter: "activeCodes", threshold: 90 },
    quota: { used: 9, limit: 10, state: "open" },
  });
  await db().qrCode.updateMany({ where: { workspaceId: viewer.workspace.id }, data: { deletedAt: now } });
  expect(await findOpenNotice(db(), viewer, now)).toBeNull();
  await db().qrCode.updateMany({ where: { workspaceId: viewer.workspace.id }, data: { deletedAt: null } });
  expect(await findOpenNotice(db(), viewer, now)).toMatchObject({ id: { threshold: 90 } });
  if (found) await insertDismissal(db(), viewer.workspace.id, viewer.profileId, found.id);
  expect(await findOpenNotice(db(), viewer, now)).toBeNull();
});

test("who has little sees nothing", async () => {
  const viewer = await makeViewer(2);
  await tellUsage(db(), now);
  expect(await findOpenNotice(db(), viewer, now)).toBeNull();
});
