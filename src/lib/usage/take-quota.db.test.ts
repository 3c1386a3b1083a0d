import { describe, expect, test } from "vitest";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs, hourMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import type { CountedMeter } from "./meters.ts";
import { takeQuota } from "./take-quota.ts";
import { makeWorkspace, proWith, subscribe } from "./usage.testing.ts";

const database = openTestDatabase();
const created = new Date("2026-01-05T10:00:00Z");
const now = new Date("2026-05-20T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);

const make = () => makeWorkspace(created);

function take(
  workspaceId: string,
  entitlements: Entitlements,
  at = now,
  key?: string,
  meter: CountedMeter = "exports",
) {
  return takeQuota(db(), { workspace: { id: workspaceId } }, entitlements, meter, at, key);
}

/** How many uses the records, the days and the counters know of. */
async function sums(workspaceId: string, meter: CountedMeter = "exports") {
  const where = { workspaceId, meter };
  const [events, days, counters] = await Promise.all([
    db().usageEvent.count({ where }),
    db().usageDaily.aggregate({ where, _sum: { used: true } }),
    db().usageCounter.aggregate({ where, _sum: { used: true } }),
  ]);
  return { events, days: days._sum.used ?? 0, counters: counters._sum.used ?? 0 };
}

const all = (count: number) => ({ events: count, days: count, counters: count });

async function settle(workspaceId: string, entitlements: Entitlements, count: number, key?: string) {
  const asked = Array.from({ length: count }, () => take(workspaceId, entitlements, now, key));
  const answers = await Promise.allSettled(asked);
  return answers.filter(({ status }) => status === "fulfilled").length;
}

describe("two hundred at once", () => {
  test("count two hundred", async () => {
    const id = await make();
    expect(await settle(id, proWith({ exports: null }), 200)).toBe(200);
    expect(await sums(id)).toEqual(all(200));
  });

  test("take exactly what quota and grace allow", async () => {
    const id = await make();
    expect(await settle(id, proWith({ exports: 100 }), 200)).toBe(120);
    expect(await sums(id)).toEqual(all(120));
  });

  test("with the same key are one, however many are let through", async () => {
    const id = await make();
    expect(await settle(id, proWith({ exports: 100 }), 20, "the same")).toBe(20);
    expect(await sums(id)).toEqual(all(1));
  });
});

describe("a key", () => {
  const quota = proWith({ exports: 5 });

  test("that comes again is counted once, also once the quota is used up", async () => {
    const id = await make();
    expect(await take(id, quota, now, "first")).toMatchObject({ used: 1 });
    for (let use = 0; use < 5; use++) await take(id, quota);
    await expect(take(id, quota)).rejects.toMatchObject({ code: "quota_reached" });
    expect(await take(id, quota, later(hourMs), "first")).toMatchObject({ used: 6, state: "blocked" });
    expect(await sums(id)).toEqual(all(6));
  });

  test("is one of its meter and of its workspace", async () => {
    const [one, other] = [await make(), await make()];
    await take(one, quota, now, "key");
    await take(other, quota, now, "key");
    await take(one, quota, now, "key", "apiCalls");
    expect([await sums(one), await sums(other), await sums(one, "apiCalls")]).toEqual([
      all(1),
      all(1),
      all(1),
    ]);
  });

  test("stands for another use after a day, and after twenty repetitions", async () => {
    const id = await make();
    const unlimited = proWith({ exports: null });
    await take(id, unlimited, now, "key");
    await take(id, unlimited, later(dayMs), "key");
    expect(await sums(id)).toEqual(all(2));
    const other = await make();
    for (let call = 0; call < 22; call++) await take(other, unlimited, now, "key");
    expect(await sums(other)).toEqual(all(2));
  });
});

describe("a quota", () => {
  test("that is reached goes on for a while, says until when, and then tells when it is anew", async () => {
    const id = await make();
    const quota = proWith({ exports: 5 });
    for (let use = 1; use < 5; use++)
      expect(await take(id, quota)).toMatchObject({ used: use, state: "open" });
    const graceEndsAt = later(7 * dayMs);
    expect(await take(id, quota)).toMatchObject({ used: 5, state: "grace", graceLimit: 6, graceEndsAt });
    expect(await take(id, quota, later(dayMs))).toMatchObject({ used: 6, state: "blocked" });
    await expect(take(id, quota, later(dayMs))).rejects.toMatchObject({
      code: "quota_reached",
      details: {
        values: {
          meter: "exports",
          used: 6,
          limit: 5,
          tier: "premium",
          resetsAt: "2026-06-05T00:00:00.000Z",
          resetsAtMs: Date.parse("2026-06-05T00:00:00Z"),
          upgradeUrl: "http://127.0.0.1:3000/dashboard/billing",
        },
      },
    });
    expect(await take(id, quota, new Date("2026-06-05T00:00:00Z"))).toMatchObject({ used: 1, state: "open" });
  });

  test("whose grace is over by time takes nothing more, and the grace begins once", async () => {
    const id = await make();
    const quota = proWith({ exports: 100 });
    for (let use = 0; use < 100; use++) await take(id, quota);
    expect(await take(id, quota, later(6 * dayMs))).toMatchObject({ used: 101, state: "grace" });
    await expect(take(id, quota, later(7 * dayMs))).rejects.toMatchObject({ code: "quota_reached" });
    expect(await take(id, proWith({ exports: 200 }), later(7 * dayMs))).toMatchObject({ state: "open" });
  });

  test("of none, or of a feature that is closed, takes nothing", async () => {
    const id = await make();
    await expect(take(id, proWith({ exports: 0 }))).rejects.toMatchObject({ code: "quota_reached" });
    const closed = { ...proWith({}), features: [] };
    await expect(take(id, closed)).rejects.toMatchObject({ code: "quota_reached" });
    expect(await sums(id)).toEqual(all(0));
  });
});

describe("the day on which a period begins", () => {
  test("may move: the new period begins with what the records say of it", async () => {
    const id = await make();
    const quota = proWith({ exports: 100 });
    for (const day of ["08", "15", "18", "19"]) await take(id, quota, new Date(`2026-05-${day}T12:00:00Z`));
    await subscribe(id, new Date("2026-05-18T15:00:00Z"), new Date("2026-06-18T15:00:00Z"));
    const { used, period } = await take(id, quota);
    expect({ used, start: period.start }).toEqual({ used: 3, start: new Date("2026-05-18T00:00:00Z") });
  });
});

test("no use is lost or made up where a transaction ends in the middle", async () => {
  const id = await make();
  const quota = proWith({ exports: null });
  await take(id, quota);
  const client = await database().pool.connect();
  await client.query("BEGIN");
  await client.query("SELECT FROM usage_counters WHERE workspace_id = $1 FOR UPDATE", [id]);
  const waiting = take(id, quota);
  const blocked = () =>
    database().pool.query(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
  await expect.poll(async () => (await blocked()).rowCount).toBe(1);
  await database().pool.query("SELECT pg_terminate_backend($1)", [(await blocked()).rows[0].pid]);
  await expect(waiting).rejects.toThrow();
  await client.query("ROLLBACK");
  client.release();
  expect(await sums(id)).toEqual(all(1));
  await take(id, quota);
  expect(await sums(id)).toEqual(all(2));
});
