import { beforeEach, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { dayMs, hourMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { takeQuota } from "./take-quota.ts";
import { tellUsage } from "./tell-usage.ts";
import { denyAbove, makeCode, makeWorkspace, proWith, recordScans, subscribe } from "./usage.testing.ts";

const database = openTestDatabase();
const now = new Date("2026-05-20T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);

beforeEach(() => database().pool.query("TRUNCATE usage_progress, workspaces CASCADE"));

/** One that pays for Pro, and may export ten times. */
async function makePro(): Promise<string> {
  const workspaceId = await makeWorkspace(new Date("2026-01-05T10:00:00Z"));
  await subscribe(workspaceId, new Date("2026-05-05T10:00:00Z"), new Date("2026-06-05T10:00:00Z"));
  await denyAbove(workspaceId, "exports", 10);
  return workspaceId;
}

async function use(workspaceId: string, count: number, at = now): Promise<void> {
  for (let done = 0; done < count; done++) {
    await takeQuota(db(), { workspace: { id: workspaceId } }, proWith({ exports: 10 }), "exports", at);
  }
}

async function told(workspaceId: string): Promise<string[]> {
  const rows = await db().usageNotice.findMany({
    where: { workspaceId },
    orderBy: [{ periodStart: "asc" }, { threshold: "asc" }],
  });
  return rows.map(({ meter, threshold }) => `${meter} ${threshold}`);
}

test("each share of a limit is told once a period, the highest alone", async () => {
  const id = await makePro();
  await use(id, 7);
  expect(await tellUsage(db(), now)).toBe(0);
  await use(id, 2, later(hourMs));
  expect(await tellUsage(db(), later(hourMs))).toBe(1);
  expect(await tellUsage(db(), later(hourMs))).toBe(0);
  await use(id, 3, later(3 * hourMs));
  expect(await tellUsage(db(), later(3 * hourMs))).toBe(1);
  expect(await told(id)).toEqual(["exports 90", "exports 120"]);
});

test("it is told once however many processes look at once", async () => {
  const id = await makePro();
  await use(id, 8);
  const counts = await Promise.all(Array.from({ length: 4 }, () => tellUsage(db(), now)));
  expect(counts.reduce((sum: number, count) => sum + (count ?? 0), 0)).toBe(1);
  expect(await told(id)).toEqual(["exports 80"]);
});

test("nobody is looked at who has used nothing since", async () => {
  const id = await makePro();
  await use(id, 8);
  // The second look overlaps with the first one.
  for (const at of [now, later(hourMs)]) await tellUsage(db(), at);
  expect(await tellUsage(db(), later(2 * hourMs))).toBe(null);
});

test("a workspace that cannot be looked at keeps nobody else from being told", async () => {
  const [one, other] = [await makePro(), await makePro()];
  await use(one, 8);
  await use(other, 8);
  await db().billingSubscription.updateMany({
    where: { workspaceId: one },
    data: { periodStart: new Date("9999-12-31T00:00:00Z"), periodEnd: new Date("9999-12-31T00:00:00Z") },
  });
  await tellUsage(db(), now);
  expect(await told(other)).toEqual(["exports 80"]);
});

test("scans beyond the quota are hidden though nobody looks at them", async () => {
  const id = await makeWorkspace(new Date("2026-01-05T10:00:00Z"));
  const codeId = await makeCode(id, later(-hourMs));
  await recordScans(database().pool, codeId, { from: later(-hourMs), count: 30, everyMs: 1_000 });
  await denyAbove(id, "trackedScans", 20);
  expect(await tellUsage(db(), now)).toBe(1);
  expect(await told(id)).toEqual(["trackedScans 120"]);
  expect(await db().scanOverrun.findFirst({ where: { workspaceId: id } })).toMatchObject({
    scanLimit: 20,
    hiddenFrom: new Date(later(-hourMs).getTime() + 24_000),
  });
});

test("codes are told of as they near their limit, and not again each month", async () => {
  const id = await makeWorkspace(new Date("2026-01-05T10:00:00Z"));
  for (let code = 0; code < 9; code++) await makeCode(id, later(-hourMs));
  expect(await tellUsage(db(), now)).toBe(1);
  const next = later(31 * dayMs);
  await db().qrCode.updateMany({ where: { workspaceId: id }, data: { createdAt: later(30 * dayMs) } });
  expect(await tellUsage(db(), next)).toBe(0);
  expect(await told(id)).toEqual(["activeCodes 90", "activeCodes 90"]);
});
