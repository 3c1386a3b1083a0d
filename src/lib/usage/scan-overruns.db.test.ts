import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { dayMs, minuteMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { findHiddenScans } from "./hidden-scans.ts";
import { countHiddenScans } from "./scan-store.ts";
import { grantLimit, makeCode, makeWorkspace, recordScans, subscribe } from "./usage.testing.ts";

const database = openTestDatabase();
const created = new Date("2026-01-05T10:00:00Z");
const start = new Date("2026-05-05T00:00:00Z");
const end = new Date("2026-06-05T00:00:00Z");
const at = (days: number, minutes = 0) => new Date(start.getTime() + days * dayMs + minutes * minuteMs);

/** The limit of Free, and one and a fifth of it. */
const limit = 10_000;
const graceLimit = 12_000;
const hidden = (workspaceId: string, now: Date) => findHiddenScans(db(), workspaceId, now);
const overruns = (workspaceId: string) =>
  db().scanOverrun.findMany({ where: { workspaceId }, orderBy: { periodStart: "asc" } });

async function make() {
  const workspaceId = await makeWorkspace(created);
  return { workspaceId, codeId: await makeCode(workspaceId) };
}

const record = (codeId: string, from: Date, count: number, everyMs = 1_000) =>
  recordScans(database().pool, codeId, { from, count, everyMs });

/** One that has used up limit and grace on the fourth day of its period, and has 3,000 scans beyond. */
async function makeOverrun() {
  const { workspaceId, codeId } = await make();
  await record(codeId, at(0), 9_000);
  await record(codeId, at(3), 6_000);
  return { workspaceId, codeId, from: new Date(at(3).getTime() + 3_000 * 1_000) };
}

describe("scans beyond the quota", () => {
  test("are shown to the last one within limit and grace", async () => {
    const { workspaceId, codeId } = await make();
    await record(codeId, at(0), graceLimit);
    expect(await hidden(workspaceId, at(1))).toEqual([]);
    expect(await overruns(workspaceId)).toMatchObject([
      { scanLimit: limit, reachedAt: new Date(at(0).getTime() + (limit - 1) * 1_000), hiddenFrom: null },
    ]);
  });

  test("are hidden from exactly the first one beyond limit and grace", async () => {
    const { workspaceId, from } = await makeOverrun();
    expect(await hidden(workspaceId, at(4))).toEqual([{ from, until: end }]);
    expect(await countHiddenScans(db(), workspaceId, { from, until: end })).toBe(3_000);
  });

  test("of several codes, deleted ones too, are counted together", async () => {
    const { workspaceId, codeId } = await make();
    const other = await makeCode(workspaceId);
    await record(codeId, at(0), 7_000, 2_000);
    await record(other, at(0, 0.01), 7_000, 2_000);
    await db().qrCode.update({ where: { id: other }, data: { deletedAt: at(1) } });
    const [window] = await hidden(workspaceId, at(1));
    expect(window?.from).toEqual(new Date(at(0).getTime() + graceLimit * 1_000));
    expect(window && (await countHiddenScans(db(), workspaceId, window))).toBe(2_000);
  });

  test("are hidden seven days after the limit was reached, however few came since", async () => {
    const { workspaceId, codeId } = await make();
    await record(codeId, at(0), limit);
    await record(codeId, at(9), 10);
    const reachedAt = at(0).getTime() + (limit - 1) * 1_000;
    expect(await hidden(workspaceId, new Date(reachedAt + 7 * dayMs - 1))).toEqual([]);
    const from = new Date(reachedAt + 7 * dayMs);
    expect(await hidden(workspaceId, at(9))).toEqual([{ from, until: end }]);
    expect(await countHiddenScans(db(), workspaceId, { from, until: end })).toBe(10);
  });

  test("stay hidden in the periods after, and these begin with a quota of their own", async () => {
    const { workspaceId, codeId, from } = await makeOverrun();
    await hidden(workspaceId, at(4));
    await record(codeId, new Date(end.getTime() + 1_000), 100);
    expect(await hidden(workspaceId, new Date(end.getTime() + dayMs))).toEqual([{ from, until: end }]);
  });
});

describe("a higher limit", () => {
  test("shows everything again where it is not exceeded, and what is past stays shown afterwards", async () => {
    const { workspaceId } = await makeOverrun();
    await hidden(workspaceId, at(4));
    const next = new Date(end.getTime() + dayMs);
    await grantLimit(workspaceId, "trackedScans", 20_000);
    expect(await hidden(workspaceId, next)).toEqual([]);
    await grantLimit(workspaceId, "trackedScans", 11_000);
    expect(await hidden(workspaceId, next)).toEqual([]);
    expect(await overruns(workspaceId)).toMatchObject([{ liftedAt: next }]);
  });

  test("that is exceeded, too, shows what is within it", async () => {
    const { workspaceId } = await makeOverrun();
    await hidden(workspaceId, at(4));
    await grantLimit(workspaceId, "trackedScans", 12_000);
    const from = new Date(at(3).getTime() + 5_400 * 1_000);
    expect(await hidden(workspaceId, at(4))).toEqual([{ from, until: end }]);
    expect(await hidden(workspaceId, new Date(end.getTime() + dayMs))).toEqual([{ from, until: end }]);
  });

  test("that ends within the period hides what comes from then on, and not what was shown", async () => {
    const { workspaceId } = await makeOverrun();
    await hidden(workspaceId, at(4));
    await grantLimit(workspaceId, "trackedScans", null);
    expect(await hidden(workspaceId, at(5))).toEqual([]);
    await grantLimit(workspaceId, "trackedScans", 10);
    expect(await hidden(workspaceId, at(6))).toEqual([{ from: at(6), until: end }]);
    expect(await hidden(workspaceId, at(7))).toEqual([{ from: at(6), until: end }]);
  });
});

test("a lower limit hides nothing of a period that is over", async () => {
  const { workspaceId, codeId } = await make();
  await grantLimit(workspaceId, "trackedScans", null);
  await record(codeId, at(0), 15_000);
  expect(await hidden(workspaceId, at(4))).toEqual([]);
  await grantLimit(workspaceId, "trackedScans", 10);
  expect(await hidden(workspaceId, new Date(end.getTime() + dayMs))).toEqual([]);
  expect(await overruns(workspaceId)).toEqual([]);
});

test("a lower limit hides no more of a period that is over than a higher one did", async () => {
  const { workspaceId, codeId } = await make();
  await grantLimit(workspaceId, "trackedScans", 11_000);
  await record(codeId, at(0), 15_000);
  const from = new Date(at(0).getTime() + 13_200 * 1_000);
  expect(await hidden(workspaceId, at(1))).toEqual([{ from, until: end }]);
  await grantLimit(workspaceId, "trackedScans", 10);
  expect(await hidden(workspaceId, at(2))).toEqual([{ from, until: end }]);
  expect(await hidden(workspaceId, new Date(end.getTime() + dayMs))).toEqual([{ from, until: end }]);
});

test("a plan that is bought shows what was hidden on Free, though its periods begin on another day", async () => {
  const { workspaceId } = await makeOverrun();
  expect(await hidden(workspaceId, at(4))).toHaveLength(1);
  await subscribe(workspaceId, at(5), new Date(at(5).getTime() + 31 * dayMs));
  expect(await hidden(workspaceId, at(6))).toEqual([]);
});

test("what one person is granted shows the workspace's scans to nobody", async () => {
  const { workspaceId, from } = await makeOverrun();
  const profile = await db().profile.create({
    data: { id: "6b7fd6f4-7d1a-4ec5-9a0e-000000000001", email: "one@example.org" },
  });
  await db().entitlementOverride.create({
    data: {
      profileId: profile.id,
      effect: "grant",
      limitName: "trackedScans",
      reason: "test",
      createdBy: "test",
    },
  });
  expect(await hidden(workspaceId, at(4))).toEqual([{ from, until: end }]);
});
