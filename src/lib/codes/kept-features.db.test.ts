import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeCode, makeViewer } from "#lib/analytics/analytics.testing.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import type { Code } from "./code.ts";
import { parseListQuery } from "./list-query.ts";
import * as codes from "./service.ts";
import type { UpdateCode } from "./validation.ts";

const database = openTestDatabase();
const now = new Date("2026-11-21T12:00:00Z");
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);

/** A code that was made while a trial ran, and the way to change it after the trial. */
async function makeKept(): Promise<{ code: Code; change: (change: UpdateCode) => Promise<Code> }> {
  const viewer = await makeViewer(later(1));
  const input = { name: "Menu", destination: "https://example.com/", expiresAt: later(30) };
  const code = await codes.createCode(db(), viewer, { ...input, slug: `own-${randomUUID()}` }, now);
  return { code, change: (change) => codes.updateCode(db(), viewer, code.id, change, later(2)) };
}

test("after a downgrade a code keeps its slug and its expiry, and can be edited beside them", async () => {
  const { code, change } = await makeKept();
  const { slug, expiresAt } = code;
  expect(await change({ name: "New" })).toMatchObject({ name: "New", slug, expiresAt });
  // A program sends back what it has read.
  expect(await change({ name: "Newer", expiresAt })).toMatchObject({ name: "Newer", expiresAt });
  expect(await change({ isActive: false })).toMatchObject({ expiresAt });
  expect(await change({ isActive: true })).toMatchObject({ expiresAt });
});

test("another expiry is refused, nothing of that change is written, and taking it away is not refused", async () => {
  const { code, change } = await makeKept();
  for (const days of [20, 40]) {
    await expect(change({ name: "Other", expiresAt: later(days) })).rejects.toMatchObject({
      code: "plan_feature",
      details: { values: { feature: "link_expiry", tier: "starter", requiredTier: "basic" } },
    });
  }
  expect(await change({})).toMatchObject({ name: "Menu", expiresAt: code.expiresAt });
  expect(await change({ expiresAt: null })).toMatchObject({ expiresAt: null });
  // Once it is gone it is as with any other code.
  await expect(change({ expiresAt: code.expiresAt })).rejects.toMatchObject({ code: "plan_feature" });
});

test("how many scans bots made is told in lists only by a plan that tells them apart", async () => {
  for (const [trialEndsAt, botScans] of [
    [later(1), 2],
    [null, null],
  ] as const) {
    const viewer = await makeViewer(trialEndsAt);
    const id = await makeCode(viewer);
    await database().pool.query("INSERT INTO scan_totals VALUES ($1, 7, 2, now())", [id]);
    const { codes: listed } = await codes.listCodes(db(), viewer, parseListQuery({}), now);
    expect(listed).toMatchObject([{ scans: 7, botScans }]);
  }
});
