import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { metrics } from "#platform/metrics/metrics.ts";
import { dayMs, hourMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { countScans, listDailyUsage } from "./daily-store.ts";
import { recompute } from "./recompute.ts";
import { rollUp } from "./roll-up.ts";
import { takeQuota } from "./take-quota.ts";
import { makeCode, makeWorkspace, proWith, recordScans } from "./usage.testing.ts";

const database = openTestDatabase();
const created = new Date("2026-01-05T10:00:00Z");
const now = new Date("2026-05-20T12:00:00Z");
const unlimited = proWith({ exports: null });
const on = (day: string, hour = 12) => new Date(`2026-05-${day}T${String(hour).padStart(2, "0")}:00:00Z`);

beforeEach(() =>
  database().pool.query("TRUNCATE usage_progress, scan_events, scan_daily, workspaces CASCADE"),
);

async function make() {
  const workspaceId = await makeWorkspace(created);
  return { workspaceId, codeId: await makeCode(workspaceId) };
}

const use = (workspaceId: string, at: Date) =>
  takeQuota(db(), { workspace: { id: workspaceId } }, unlimited, "exports", at);
const scan = (codeId: string, from: Date, count: number) =>
  recordScans(database().pool, codeId, { from, count, everyMs: 1_000 });

const scanSums = (workspaceId: string) =>
  db().usageDaily.findMany({
    where: { workspaceId, meter: "trackedScans" },
    select: { day: true, used: true },
    orderBy: { day: "asc" },
  });

async function differencesCounted(): Promise<number> {
  const metric = await metrics().getSingleMetric("dynamicqr_usage_differences_total")?.get();
  return metric?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
}

describe("days that are over", () => {
  test("are summed up once the next one is over, too, and agree with the records", async () => {
    const { workspaceId, codeId } = await make();
    await scan(codeId, on("17"), 30);
    await scan(codeId, on("18"), 20);
    await scan(codeId, on("19"), 10);
    await use(workspaceId, on("18"));
    expect(await rollUp(db(), now)).toEqual({ days: 2, differences: 0 });
    expect(await scanSums(workspaceId)).toEqual([
      { day: new Date("2026-05-17"), used: 30 },
      { day: new Date("2026-05-18"), used: 20 },
    ]);
    expect(await db().usageDifference.count()).toBe(0);
    expect(await rollUp(db(), now)).toBe(null);
    expect(await rollUp(db(), new Date(now.getTime() + dayMs))).toEqual({ days: 1, differences: 0 });
  });

  test("and those that are not give every scan once", async () => {
    const { workspaceId, codeId } = await make();
    for (const day of ["16", "17", "18", "19", "20"]) await scan(codeId, on(day, 10), 10);
    const count = () => countScans(db(), workspaceId, { start: on("17", 0), end: on("21", 0) });
    const before = await listDailyUsage(db(), workspaceId, on("16", 0), now);
    expect(await count()).toBe(40);
    await rollUp(db(), now);
    expect(await count()).toBe(40);
    expect(await listDailyUsage(db(), workspaceId, on("16", 0), now)).toEqual(before);
  });

  test("are gone on with where the time was up", async () => {
    const { codeId } = await make();
    await scan(codeId, on("10"), 1);
    let asked = 0;
    expect(await rollUp(db(), now, () => ++asked > 3)).toEqual({ days: 3, differences: 0 });
    expect(await rollUp(db(), now)).toEqual({ days: 6, differences: 0 });
  });

  test("are summed up to the same end by several at once", async () => {
    const { workspaceId, codeId } = await make();
    for (const day of ["15", "16", "17", "18"]) await scan(codeId, on(day), 5);
    await Promise.all([rollUp(db(), now), rollUp(db(), now), rollUp(db(), now)]);
    expect((await scanSums(workspaceId)).map(({ used }) => used)).toEqual([5, 5, 5, 5]);
  });
});

describe("a sum that is not what the records say", () => {
  async function makeWrong() {
    const { workspaceId, codeId } = await make();
    for (const hour of [10, 11, 12]) await use(workspaceId, on("18", hour));
    await scan(codeId, on("17"), 40);
    await db().usageDaily.updateMany({ where: { workspaceId, meter: "exports" }, data: { used: 5 } });
    await db().usageCounter.updateMany({ where: { workspaceId }, data: { used: 9 } });
    await database().pool.query("UPDATE scan_daily SET scans = 41");
    await db().usageEvent.create({
      data: { workspaceId, meter: "analyticsQueries", key: "nowhere summed up", at: on("18") },
    });
    await db().usageDaily.create({
      data: { workspaceId, meter: "apiCalls", day: new Date("2026-05-18"), used: 2 },
    });
    return workspaceId;
  }

  test("is said, counted and kept, and not mended silently", async () => {
    const workspaceId = await makeWrong();
    const countedBefore = await differencesCounted();
    expect(await rollUp(db(), now)).toEqual({ days: 2, differences: 4 });
    expect(await differencesCounted()).toBe(countedBefore + 4);
    expect(await db().usageDifference.findMany({ orderBy: { meter: "asc" } })).toEqual([
      {
        workspaceId,
        meter: "analyticsQueries",
        day: new Date("2026-05-18"),
        summed: 0,
        recorded: 1,
        foundAt: now,
      },
      { workspaceId, meter: "apiCalls", day: new Date("2026-05-18"), summed: 2, recorded: 0, foundAt: now },
      { workspaceId, meter: "exports", day: new Date("2026-05-18"), summed: 5, recorded: 3, foundAt: now },
      {
        workspaceId,
        meter: "trackedScans",
        day: new Date("2026-05-17"),
        summed: 41,
        recorded: 40,
        foundAt: now,
      },
    ]);
  });

  test("is mended from the records when the sums are made again", async () => {
    const workspaceId = await makeWrong();
    await rollUp(db(), now);
    expect(await recompute(db(), workspaceId, now)).toMatchObject({
      mended: 4,
      used: { exports: 3, apiCalls: 0, analyticsQueries: 1 },
    });
    expect(await db().usageDifference.count()).toBe(0);
    const sums = await db().usageDaily.findMany({
      where: { workspaceId, used: { gt: 0 } },
      orderBy: { meter: "asc" },
    });
    expect(sums.map(({ meter, used }) => [meter, used])).toEqual([
      ["analyticsQueries", 1],
      ["exports", 3],
      ["trackedScans", 40],
    ]);
    expect(await use(workspaceId, now)).toMatchObject({ used: 4 });
    expect(await recompute(db(), workspaceId, now)).toMatchObject({ mended: 0, used: { exports: 4 } });
  });
});

test("sums are made again while uses are counted, and none is lost or doubled", async () => {
  const { workspaceId } = await make();
  const uses = Array.from({ length: 40 }, (_, index) => use(workspaceId, new Date(now.getTime() + index)));
  const again = [recompute(db(), workspaceId, now), recompute(db(), workspaceId, now)];
  await Promise.all([...uses, ...again]);
  expect(await recompute(db(), workspaceId, now)).toMatchObject({ mended: 0, used: { exports: 40 } });
});

test("records are kept for 400 days, and their sums for longer", async () => {
  const { workspaceId, codeId } = await make();
  await scan(codeId, on("18"), 1);
  await use(workspaceId, new Date(now.getTime() - 401 * dayMs));
  await use(workspaceId, new Date(now.getTime() - 399 * dayMs));
  await rollUp(db(), new Date(now.getTime() + hourMs));
  expect(await db().usageEvent.count({ where: { workspaceId } })).toBe(1);
  expect(await db().usageDaily.count({ where: { workspaceId, meter: "exports" } })).toBe(2);
  expect(await recompute(db(), workspaceId, now)).toMatchObject({ mended: 0 });
});
