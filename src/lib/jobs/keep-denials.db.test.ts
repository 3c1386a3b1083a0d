import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { takeDenials } from "#lib/entitlements/denials.ts";
import { recordDenial } from "#lib/entitlements/gates.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { keepDenials } from "./keep-denials.ts";

openTestDatabase();
const now = new Date();
beforeEach(() => void takeDenials());

const deny = (workspaceId: string) =>
  recordDenial({ workspaceId, tier: "starter", action: "choose_slug", feature: "custom_slugs" });

test("what a plan did not allow is in the audit once for each workspace and feature, with how often", async () => {
  const { id } = await db().workspace.create({ data: { name: "Test" } });
  for (let times = 0; times < 3; times++) deny(id);
  expect(await keepDenials(db(), now)).toBe(1);
  expect(await keepDenials(db(), now)).toBeNull();
  expect(await db().auditEvent.findMany({ where: { workspaceId: id } })).toMatchObject([
    {
      action: "denial.counted",
      actor: "system",
      subject: `workspace:${id}`,
      after: { feature: "custom_slugs", tier: "starter", attempt: "choose_slug", count: 3 },
    },
  ]);
});

test("what could not be written is counted still", async () => {
  deny("no workspace's id");
  deny("no workspace's id");
  await expect(keepDenials(db(), now)).rejects.toThrow();
  expect(takeDenials()).toMatchObject([{ count: 2 }]);
});

test("so many different ones are kept, and no more", () => {
  for (let index = 0; index < 10_010; index++) deny(randomUUID());
  expect(takeDenials()).toHaveLength(10_000);
});
