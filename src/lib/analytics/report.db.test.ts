import { describe, expect, test } from "vitest";
import { getEffectivePlan } from "#lib/entitlements/get-effective-plan.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { metrics } from "#platform/metrics/metrics.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { makeCode, makeViewer, storeScans } from "./analytics.testing.ts";
import { parseAnalyticsQuery } from "./query.ts";
import { getReport } from "./report.ts";

const database = openTestDatabase();
const now = new Date("2026-11-21T12:00:00Z");
const later = new Date("2026-12-21T12:00:00Z");

const inTrial = () => makeViewer(later);

async function report(viewer: Viewer, parameters: Record<string, string> = {}, withGeo = true) {
  const plan = await getEffectivePlan(db(), viewer.workspace.id, viewer.profileId, now);
  const features = plan.features.filter((feature) => withGeo || feature !== "geo_analytics");
  const query = parseAnalyticsQuery({ period: "7", ...parameters });
  const found = await getReport(db(), viewer, { ...plan, features }, query, now);
  return { ...found, details: await found.details };
}

describe("the report of a workspace on Pro", () => {
  test("counts days in UTC, up to the last instant of the last one and from the first of the first", async () => {
    const viewer = await inTrial();
    await storeScans(database().pool, await makeCode(viewer), [
      { at: "2026-11-14T23:59:59.999Z" },
      { at: "2026-11-15T00:00:00.000Z" },
      // Already the 20th in Warsaw, still the 19th here.
      { at: "2026-11-19T23:30:00.000Z" },
      { at: "2026-11-21T11:59:59.999Z" },
    ]);
    const { total, details } = await report(viewer);
    expect(total).toBe(4);
    expect(details?.days).toHaveLength(7);
    expect(details?.days.filter(({ scans }) => scans > 0)).toEqual([
      { day: "2026-11-15", scans: 1, visitors: 1 },
      { day: "2026-11-19", scans: 1, visitors: 1 },
      { day: "2026-11-21", scans: 1, visitors: 1 },
    ]);
    expect(details?.scans).toBe(3);
  });

  test("leaves bots out unless they are asked for, everywhere", async () => {
    const viewer = await inTrial();
    await storeScans(database().pool, await makeCode(viewer), [
      { at: "2026-11-20T10:00:00Z", country: "PL", browser: "Safari" },
      { at: "2026-11-20T10:00:00Z", country: "US", device: "bot", isBot: true },
    ]);
    const people = (await report(viewer)).details;
    expect(people).toMatchObject({ scans: 1, visitors: 1 });
    expect(people?.rankings.country).toEqual({ values: [{ value: "PL", scans: 1 }], all: 1 });
    expect(people?.rankings.device).toEqual({ values: [{ value: "mobile", scans: 1 }], all: 1 });
    const everybody = (await report(viewer, { bots: "with" })).details;
    expect(everybody).toMatchObject({ scans: 2, visitors: 2 });
    expect(everybody?.rankings.country?.values.map(({ value }) => value)).toEqual(["PL", "US"]);
  });

  test("counts somebody once a day, whichever codes they scan", async () => {
    const viewer = await inTrial();
    const { pool } = database();
    const [one, other] = [await makeCode(viewer), await makeCode(viewer)];
    await storeScans(pool, one, [
      { at: "2026-11-20T10:00:00Z", visitor: "a" },
      { at: "2026-11-20T11:00:00Z", visitor: "a" },
    ]);
    await storeScans(pool, other, [
      { at: "2026-11-20T12:00:00Z", visitor: "a" },
      { at: "2026-11-20T12:00:00Z", visitor: "b" },
    ]);
    expect((await report(viewer)).details).toMatchObject({ scans: 4, visitors: 2 });
    expect((await report(viewer, { code: one })).details).toMatchObject({ scans: 2, visitors: 1 });
    expect((await report(viewer, { code: one })).total).toBe(2);
  });

  test("ranks eight values of a kind and sums up the rest; what was not recorded is one of them", async () => {
    const viewer = await inTrial();
    const scans = Array.from({ length: 12 }, (_, n) =>
      Array.from({ length: 12 - n }, () => ({
        at: "2026-11-20T10:00:00Z",
        referrer: n === 0 ? null : `h${n}.example`,
      })),
    ).flat();
    await storeScans(database().pool, await makeCode(viewer), scans);
    const ranking = (await report(viewer)).details?.rankings.referrer;
    expect(ranking?.all).toBe(78);
    expect(ranking?.values).toHaveLength(8);
    expect(ranking?.values.slice(0, 2)).toEqual([
      { value: null, scans: 12 },
      { value: "h1.example", scans: 11 },
    ]);
  });

  test("asks for no country where the plan does not open them", async () => {
    const viewer = await inTrial();
    await storeScans(database().pool, await makeCode(viewer), [
      { at: "2026-11-20T10:00:00Z", country: "PL" },
    ]);
    const { details } = await report(viewer, {}, false);
    expect(Object.keys(details?.rankings ?? {}).sort()).toEqual(["browser", "device", "os", "referrer"]);
  });

  test("knows nothing of another workspace, and a code of it is not found", async () => {
    const [owner, stranger] = [await inTrial(), await inTrial()];
    const code = await makeCode(owner, "Secret");
    await storeScans(database().pool, code, [{ at: "2026-11-20T10:00:00Z" }]);
    const found = await report(stranger);
    expect(found).toMatchObject({ total: 0, codes: [], details: { scans: 0, visitors: 0, rankings: {} } });
    await expect(report(stranger, { code })).rejects.toMatchObject({ code: "not_found" });
  });

  test("counts a deleted code no more", async () => {
    const viewer = await inTrial();
    const code = await makeCode(viewer);
    await storeScans(database().pool, code, [{ at: "2026-11-20T10:00:00Z" }]);
    await db().qrCode.update({ where: { id: code }, data: { deletedAt: now } });
    expect(await report(viewer)).toMatchObject({ total: 0, codes: [], details: { scans: 0, visitors: 0 } });
  });

  test("without its details says so and keeps the rest, when they do not come", async () => {
    const viewer = await inTrial();
    const code = await makeCode(viewer);
    await storeScans(database().pool, code, [{ at: "2026-11-20T10:00:00Z" }]);
    await database().pool.query("ALTER TABLE scan_events RENAME TO scan_events_away");
    try {
      expect(await report(viewer)).toMatchObject({ total: 1, details: null });
    } finally {
      await database().pool.query("ALTER TABLE scan_events_away RENAME TO scan_events");
    }
  });
});

describe("the report of a workspace on Free", () => {
  test("is the number of all scans; nothing else is asked of the database, and the denial is counted", async () => {
    const viewer = await makeViewer(null);
    await storeScans(database().pool, await makeCode(viewer), [
      { at: "2026-11-20T10:00:00Z", isBot: true },
      { at: "2020-01-01T10:00:00Z" },
    ]);
    // Whoever asked for events would fail now.
    await database().pool.query("ALTER TABLE scan_events RENAME TO scan_events_away");
    try {
      expect(await report(viewer)).toMatchObject({ total: 2, codes: [], details: null });
    } finally {
      await database().pool.query("ALTER TABLE scan_events_away RENAME TO scan_events");
    }
    expect(await metrics().metrics()).toMatch(
      /dynamicqr_denials_total\{feature="detailed_analytics",tier="starter"\} \d/,
    );
  });
});
