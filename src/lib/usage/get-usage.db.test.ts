import { beforeEach, describe, expect, test } from "vitest";
import { viewerOf } from "#lib/workspaces/viewer.testing.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { getUsage } from "./get-usage.ts";
import type { Meter } from "./meters.ts";
import { rollUp } from "./roll-up.ts";
import { takeQuota } from "./take-quota.ts";
import { denyAbove, makeCode, makeWorkspace, proWith, recordScans, subscribe } from "./usage.testing.ts";
import { usageJson } from "./usage-json.ts";

const database = openTestDatabase();
const now = new Date("2026-05-20T12:00:00Z");
const billed = new Date("2026-05-05T10:00:00Z");

beforeEach(() => database().pool.query("TRUNCATE usage_progress"));

async function makeViewer(isPaying = true): Promise<Viewer> {
  const id = await makeWorkspace(new Date("2026-01-17T10:00:00Z"));
  if (isPaying) await subscribe(id, billed, new Date("2026-06-05T10:00:00Z"));
  return viewerOf(id);
}

const use = (viewer: Viewer, at: string) => takeQuota(db(), viewer, proWith({}), "exports", new Date(at));

async function ask(viewer: Viewer, meter: Meter, at = now) {
  const { meters, ...report } = await getUsage(db(), viewer, at);
  const found = meters.find((each) => each.meter === meter);
  if (!found) throw new Error("the meter is not told");
  return { ...report, ...found };
}

describe("what is used up", () => {
  test("is told by period and by day, with what it comes to", async () => {
    const viewer = await makeViewer();
    for (const at of ["2026-04-30T12:00:00Z", "2026-05-05T00:00:00Z", "2026-05-20T11:00:00Z"])
      await use(viewer, at);
    await use(viewer, "2026-05-20T11:30:00Z");
    const found = await ask(viewer, "exports");
    expect(found.period).toEqual({ start: new Date("2026-05-05"), end: new Date("2026-06-05") });
    expect(found).toMatchObject({ used: 3, limit: 100, state: "open", threshold: null, forecast: 6 });
    expect(found.history.map(({ used }) => used)).toEqual([0, 0, 0, 0, 1, 3]);
    expect(found.history[4]?.start).toEqual(new Date("2026-04-05"));
    expect(found.days).toHaveLength(16);
    expect(found.days.filter(({ used }) => used > 0)).toEqual([
      { day: "2026-05-05", used: 1 },
      { day: "2026-05-20", used: 2 },
    ]);
  });

  test("is told from the days where the counter is not there yet", async () => {
    const viewer = await makeViewer(false);
    await use(viewer, "2026-05-18T12:00:00Z");
    await subscribe(viewer.workspace.id, new Date("2026-05-18T10:00:00Z"), new Date("2026-06-18T10:00:00Z"));
    expect(await ask(viewer, "exports")).toMatchObject({ used: 1, limit: 100 });
  });

  test("of scans is the same before and after their days are summed up", async () => {
    const viewer = await makeViewer();
    const code = await makeCode(viewer.workspace.id);
    for (const day of ["2026-03-10", "2026-05-06", "2026-05-20"]) {
      await recordScans(database().pool, code, {
        from: new Date(`${day}T08:00:00Z`),
        count: 25,
        everyMs: 10,
      });
    }
    const before = await ask(viewer, "trackedScans");
    expect(before).toMatchObject({ used: 50, limit: 500_000 });
    expect(before.history.map(({ used }) => used)).toEqual([0, 0, 0, 25, 0, 50]);
    await rollUp(db(), now);
    expect(await ask(viewer, "trackedScans")).toEqual(before);
  });
});

test("what is held is told as it was at the end of each day and period", async () => {
  const viewer = await makeViewer();
  const { id } = viewer.workspace;
  await makeCode(id, new Date("2025-11-01T00:00:00Z"));
  const deleted = await makeCode(id, new Date("2026-02-01T00:00:00Z"));
  await db().qrCode.update({ where: { id: deleted }, data: { deletedAt: new Date("2026-05-10T00:00:00Z") } });
  await makeCode(id, new Date("2026-05-07T00:00:00Z"));
  const { used, history, days, forecast } = await ask(viewer, "activeCodes");
  expect({ used, forecast }).toEqual({ used: 2, forecast: null });
  expect(history.map((each) => each.used)).toEqual([1, 2, 2, 2, 2, 2]);
  expect(days.slice(0, 7).map((each) => each.used)).toEqual([2, 2, 3, 3, 3, 2, 2]);
});

describe("overage", () => {
  test("is estimated of what is paid for, in the currency that is paid in, and never of what was given", async () => {
    const [paying, given] = [await makeViewer(), await makeViewer(false)];
    await db().feeWaiver.create({
      data: { workspaceId: given.workspace.id, tier: "premium", reason: "test", grantedBy: "test" },
    });
    for (const viewer of [paying, given]) {
      await denyAbove(viewer.workspace.id, "exports", 2);
      for (const hour of ["08", "09"]) await use(viewer, `2026-05-19T${hour}:00:00Z`);
      await use(viewer, "2026-05-20T10:00:00Z");
    }
    expect((await getUsage(db(), paying, now)).overage).toEqual({
      currency: "eur",
      lines: [{ meter: "exports", units: 1, amountMinor: 90 }],
      totalMinor: 90,
    });
    expect((await getUsage(db(), given, now)).overage).toBe(null);
  });
});

test("hidden scans are counted, and the quota is closed", async () => {
  const viewer = await makeViewer();
  await denyAbove(viewer.workspace.id, "trackedScans", 100);
  const code = await makeCode(viewer.workspace.id);
  const from = new Date("2026-05-18T08:00:00Z");
  await recordScans(database().pool, code, { from, count: 150, everyMs: 1_000 });
  await recordScans(database().pool, code, {
    from: new Date(from.getTime() + dayMs),
    count: 7,
    everyMs: 1_000,
  });
  const found = await ask(viewer, "trackedScans");
  expect(found).toMatchObject({ used: 157, state: "blocked", threshold: 120, scansHidden: 37 });
});

test("is told as JSON whose shape does not change with what there is", async () => {
  const viewer = await makeViewer(false);
  const told = JSON.parse(
    JSON.stringify(usageJson(await getUsage(db(), viewer, now), "https://example.com/up")),
  );
  expect(Object.keys(told)).toEqual(["period", "tier", "meters", "overage", "scansHidden", "upgradeUrl"]);
  expect(told).toMatchObject({
    period: { start: "2026-05-17T00:00:00.000Z", end: "2026-06-17T00:00:00.000Z" },
    tier: "starter",
    overage: null,
    scansHidden: 0,
  });
  for (const meter of told.meters) {
    expect(Object.keys(meter).sort()).toEqual([
      "days",
      "forecast",
      "graceEndsAt",
      "graceLimit",
      "history",
      "limit",
      "meter",
      "state",
      "threshold",
      "used",
    ]);
  }
  expect(told.meters.map(({ meter, limit }: { meter: string; limit: number }) => [meter, limit])).toEqual([
    ["activeCodes", 10],
    ["trackedScans", 10_000],
    ["analyticsQueries", 0],
    ["exports", 0],
    ["apiCalls", 0],
    ["members", 1],
  ]);
});
