import { expect, test } from "vitest";
import { getEffectivePlan } from "#lib/entitlements/get-effective-plan.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { makeCode, makeViewer, storeScans } from "./analytics.testing.ts";
import { getCodeScans } from "./code-scans.ts";
import { exportScans } from "./export-scans.ts";
import { exportParametersSchema, parseAnalyticsQuery } from "./query.ts";
import { getReport } from "./report.ts";

const database = openTestDatabase();
const now = new Date("2026-11-21T12:00:00Z");
const period = "2026-11-05T00:00:00Z";

/** On Pro, with a period from the 5th, ten scans in it, and a grace of two more. */
async function makeLimited(): Promise<Viewer> {
  const viewer = await makeViewer(new Date("2026-12-21T12:00:00Z"));
  await db().workspace.update({ where: { id: viewer.workspace.id }, data: { createdAt: new Date(period) } });
  await db().entitlementOverride.create({
    data: {
      workspaceId: viewer.workspace.id,
      effect: "deny",
      limitName: "trackedScans",
      limitValue: 10,
      reason: "a test",
      createdBy: "system",
    },
  });
  return viewer;
}

/** Two on the 18th and six an hour on the 19th, one of the last ones a bot; four on the 20th. */
async function scanTooMuch(codeId: string): Promise<void> {
  const on = (day: string, hour: string, count: number) =>
    Array.from({ length: count }, (_, second) => ({
      at: `2026-11-${day}T${hour}:00:0${second}Z`,
      country: hour === "10" ? "PL" : "DE",
      visitor: `${day}-${hour}`,
      isBot: hour === "12" && second === 5,
    }));
  const scans = [...on("18", "10", 2), ...on("19", "10", 6), ...on("19", "12", 6), ...on("20", "10", 4)];
  await storeScans(database().pool, codeId, scans);
}

const planOf = (viewer: Viewer) => getEffectivePlan(db(), viewer.workspace.id, viewer.profileId, now);

async function report(viewer: Viewer, parameters: Record<string, string> = {}) {
  const query = parseAnalyticsQuery({ period: "7", bots: "with", ...parameters });
  const found = await getReport(db(), viewer, await planOf(viewer), query, now);
  return { total: found.total, ...(await found.details) };
}

async function exported(viewer: Viewer): Promise<string[]> {
  const { body } = await exportScans(db(), viewer, exportParametersSchema.parse({}), now);
  return (await new Response(body).text()).split("\r\n").slice(1, -1);
}

test("scans beyond the quota are in no number, chart, ranking or file, and are counted as hidden", async () => {
  const viewer = await makeLimited();
  const code = await makeCode(viewer);
  await scanTooMuch(code);
  const found = await report(viewer);
  // Twelve are within limit and grace: two, six, and four of the next six.
  expect(found).toMatchObject({ total: 18, scans: 12, hidden: 6, visitors: 3 });
  expect(found.days?.filter(({ scans }) => scans > 0)).toEqual([
    { day: "2026-11-18", scans: 2, visitors: 1 },
    { day: "2026-11-19", scans: 10, visitors: 2 },
  ]);
  expect(found.rankings?.country).toEqual({
    values: [
      { value: "PL", scans: 8 },
      { value: "DE", scans: 4 },
    ],
    all: 12,
  });
  expect(await report(viewer, { code })).toMatchObject({ scans: 12, hidden: 6 });
  expect(await report(viewer, { bots: "without" })).toMatchObject({ scans: 12, hidden: 5 });
  expect(await report(viewer, { period: "custom", from: "2026-11-01", to: "2026-11-18" })).toMatchObject({
    scans: 2,
    hidden: 0,
  });
  expect(await exported(viewer)).toHaveLength(12);
});

test("the page of a code leaves them out of its days, and still says how many there are in all", async () => {
  const viewer = await makeLimited();
  const code = await makeCode(viewer);
  await scanTooMuch(code);
  const { total, history } = await getCodeScans(db(), viewer, await planOf(viewer), code, now, 30);
  expect(total).toBe(18);
  expect(history?.days.filter(({ scans }) => scans > 0)).toEqual([
    { day: "2026-11-18", scans: 2, botScans: 0 },
    { day: "2026-11-19", scans: 10, botScans: 0 },
  ]);
});

test("a higher limit shows them all again", async () => {
  const viewer = await makeLimited();
  await scanTooMuch(await makeCode(viewer));
  expect(await report(viewer)).toMatchObject({ scans: 12, hidden: 6 });
  await db().entitlementOverride.deleteMany({ where: { workspaceId: viewer.workspace.id } });
  expect(await report(viewer)).toMatchObject({ scans: 18, hidden: 0 });
  expect(await exported(viewer)).toHaveLength(18);
});

test("a page that is loaded again is one question within an hour, and an export with its key is one", async () => {
  const viewer = await makeLimited();
  const used = (meter: string) =>
    db().usageEvent.count({ where: { workspaceId: viewer.workspace.id, meter } });
  for (const days of ["7", "7", "30"]) await report(viewer, { period: days });
  expect(await used("analyticsQueries")).toBe(2);
  const plan = await planOf(viewer);
  const query = parseAnalyticsQuery({ period: "7", bots: "with" });
  await getReport(db(), viewer, plan, query, new Date("2026-11-21T13:00:00Z"));
  await getReport(db(), { ...viewer, profileId: crypto.randomUUID() }, plan, query, now);
  expect(await used("analyticsQueries")).toBe(4);
  for (const key of ["key", "key", undefined]) {
    const { body } = await exportScans(db(), viewer, exportParametersSchema.parse({}), now, key);
    await body.cancel();
  }
  expect(await used("exports")).toBe(2);
});

test("a question beyond quota and grace is answered without details, and an export is refused", async () => {
  const viewer = await makeLimited();
  const plan = await planOf(viewer);
  const used = { ...plan, limits: { ...plan.limits, analyticsQueries: 1 } };
  const query = parseAnalyticsQuery({ period: "7" });
  expect((await getReport(db(), viewer, used, query, now)).details).not.toBe(null);
  const other = parseAnalyticsQuery({ period: "30" });
  expect(await getReport(db(), viewer, used, other, now)).toMatchObject({
    details: null,
    quota: { state: "blocked", used: 1, limit: 1 },
  });
  await db().entitlementOverride.create({
    data: {
      workspaceId: viewer.workspace.id,
      effect: "deny",
      limitName: "exports",
      limitValue: 0,
      reason: "a test",
      createdBy: "system",
    },
  });
  await expect(exported(viewer)).rejects.toMatchObject({ code: "quota_reached" });
});
