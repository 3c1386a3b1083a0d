import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { asMember, makeViewer } from "#lib/billing/billing.testing.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { showPlace } from "#shared/keyset.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { activityQuery, listActivity } from "./list-activity.ts";

openTestDatabase();
const now = new Date();
const admin = `admin:${randomUUID()}`;
let owner: Viewer;
const list = (viewer: Viewer, parameters: Record<string, string> = {}) =>
  listActivity(db(), viewer, activityQuery.parse(parameters));

const make = (entry: object) =>
  db().auditEvent.create({
    data: {
      ...{ actor: "system", action: "access.changed", subject: "workspace:x", at: now },
      ...{ workspaceId: owner.workspace.id, address: "203.0.113.7", ...entry },
    },
  });

beforeEach(async () => {
  owner = await makeViewer();
});

test("an owner sees what support did, why and with what effect, and not who of them it was", async () => {
  const facts = {
    ...{ tier: "premium", reason: "beta", grantedBy: admin },
    ...{ source: `admin_grant:${admin}`, isBanked: false, closedWorkspaces: [randomUUID()] },
  };
  await make({ actor: admin, action: "waiver.granted", after: facts });
  const { rows } = await list(owner);
  expect(rows).toMatchObject([
    {
      ...{ action: "waiver.granted", by: { kind: "support" }, reason: "beta" },
      facts: [{ name: "tier", before: null, after: "premium" }],
    },
  ]);
  expect(JSON.stringify(rows)).not.toContain(admin.slice("admin:".length));
  expect(JSON.stringify(rows)).not.toContain("203.0.113.7");
});

test("what a key of the platform did is support's, and what a member did is told with their address", async () => {
  await make({ actor: `api_key:${randomUUID()}`, action: "override.added" });
  await make({ actor: `profile:${owner.profileId}`, action: "api_key.created" });
  await make({ actor: `profile:${randomUUID()}`, action: "account.kept" });
  const { rows } = await list(owner);
  expect(rows.map(({ by }) => by)).toEqual([
    { kind: "member", email: null },
    { kind: "member", email: owner.email },
    { kind: "support" },
  ]);
});

test("neither what follows by itself nor what was done to others is there", async () => {
  const other = await makeViewer();
  await make({});
  await make({ actor: "stripe", action: "subscription.changed" });
  await make({ actor: admin, action: "waiver.granted", workspaceId: other.workspace.id });
  expect((await list(owner)).rows).toEqual([]);
});

test("members who keep nothing of the workspace are refused", async () => {
  for (const role of ["MEMBER", "VIEWER"] as const) {
    await expect(list(asMember(owner, role))).rejects.toMatchObject({ code: "forbidden" });
  }
  expect((await list(asMember(owner, "ADMIN"))).rows).toEqual([]);
});

test("page by page each comes once", async () => {
  for (let index = 0; index < 30; index++) await make({ actor: admin, action: "waiver.granted" });
  const first = await list(owner);
  expect(first.rows).toHaveLength(25);
  const second = await list(owner, { after: first.next ? showPlace(first.next) : "" });
  expect(second).toMatchObject({ rows: { length: 5 }, next: null });
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(30);
});
