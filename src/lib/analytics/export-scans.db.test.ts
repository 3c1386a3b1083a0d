import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { makeCode, makeViewer, storeScans, sumUp } from "./analytics.testing.ts";
import { exportScans } from "./export-scans.ts";
import { exportParametersSchema } from "./query.ts";

const database = openTestDatabase();
const now = new Date("2026-11-21T12:00:00Z");
const later = new Date("2026-12-21T12:00:00Z");
const columns =
  '"scanned_at","code","slug","country","region","device","os","browser","language","referrer","bot"';

const ask = (viewer: Viewer, parameters: object = {}) =>
  exportScans(db(), viewer, exportParametersSchema.parse(parameters), now);

async function lines(viewer: Viewer, parameters: object = {}): Promise<string[]> {
  const { body } = await ask(viewer, parameters);
  const bytes = await new Response(body).bytes();
  // Text decoders take the byte order mark away: the bytes themselves are looked at.
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [head, ...rows] = new TextDecoder().decode(bytes).split("\r\n");
  expect(head).toBe(columns);
  expect(rows.pop()).toBe("");
  return rows;
}

/** Many scans of one code at once, several of them in every millisecond. */
async function storeMany(codeId: string, count: number): Promise<void> {
  await database().pool.query(
    `INSERT INTO scan_events (scanned_at, qr_code_id, country, device, os, browser, language, referrer_host, is_bot, visitor_hash)
     SELECT '2026-11-20T00:00:00Z'::timestamptz + make_interval(secs => (i / 7) / 1000.0), $1, 'PL', 'mobile', 'iOS', 'Safari', 'pl',
            'r' || i, i % 10 = 0, '\\x00' FROM generate_series(0, $2::int - 1) i`,
    [codeId, count],
  );
  await sumUp(database().pool, codeId);
}

describe("an export", () => {
  test("holds every scan of the range once, with what was recorded, oldest first", async () => {
    const viewer = await makeViewer(later);
    const code = await makeCode(viewer, 'Menu "A", left');
    await storeScans(database().pool, code, [
      { at: "2026-11-20T10:00:00.123Z", country: "PL", os: "iOS", browser: "Safari", referrer: "a.example" },
      { at: "2026-11-19T10:00:00Z", device: "bot", isBot: true },
      { at: "2026-08-01T10:00:00Z" },
    ]);
    const { slug } = await db().qrCode.findUniqueOrThrow({ where: { id: code } });
    expect(await lines(viewer)).toEqual([
      `"2026-11-19T10:00:00.000Z","Menu ""A"", left","${slug}","","","bot","","","","","yes"`,
      `"2026-11-20T10:00:00.123Z","Menu ""A"", left","${slug}","PL","","mobile","iOS","Safari","","a.example","no"`,
    ]);
    expect(await lines(viewer, { bots: "without" })).toHaveLength(1);
    expect(await lines(viewer, { from: "2026-08-01", to: "2026-08-01" })).toHaveLength(1);
    expect((await ask(viewer, { code })).fileName).toBe(`scans-${slug}-2026-10-23-2026-11-21.csv`);
  });

  test("of nothing is the line of the columns", async () => {
    expect(await lines(await makeViewer(later))).toEqual([]);
  });

  test("runs no formula where it is opened, whatever a visitor or a member has written", async () => {
    const viewer = await makeViewer(later);
    const code = await makeCode(viewer, "=1+1");
    await storeScans(database().pool, code, [{ at: "2026-11-20T10:00:00Z", browser: "@SUM(A1)" }]);
    const [row] = await lines(viewer);
    expect(row).toContain(`"'=1+1"`);
    expect(row).toContain(`"'@SUM(A1)"`);
  });

  test("loses and doubles nothing where pieces meet, also between scans of one millisecond", async () => {
    const viewer = await makeViewer(later);
    await storeMany(await makeCode(viewer), 4_321);
    for (let n = 0; n < 3; n++) {
      await storeScans(database().pool, await makeCode(viewer), [{ at: "2026-11-20T10:00:00Z" }]);
    }
    const rows = await lines(viewer);
    expect(rows).toHaveLength(4_324);
    expect(new Set(rows).size).toBe(4_324);
  });
});

describe("what the plan does not open", () => {
  const deny = (viewer: Viewer, denied: { feature: string } | { limitName: string; limitValue: number }) =>
    db().entitlementOverride.create({
      data: {
        workspaceId: viewer.workspace.id,
        effect: "deny",
        reason: "a test",
        createdBy: "system",
        ...denied,
      },
    });

  test("of the places stays empty, and no bot is left out for whom the filter is closed", async () => {
    const viewer = await makeViewer(later);
    await storeScans(database().pool, await makeCode(viewer), [
      { at: "2026-11-20T10:00:00Z", country: "PL" },
    ]);
    await deny(viewer, { feature: "geo_analytics" });
    await deny(viewer, { feature: "bot_filter" });
    const [row] = await lines(viewer);
    expect(row).not.toContain("PL");
    await expect(ask(viewer, { bots: "without" })).rejects.toMatchObject({
      code: "plan_feature",
      details: { values: { feature: "bot_filter", tier: "premium" } },
    });
  });

  test("of the past is left out, and the name of the file says from when on it is whole", async () => {
    const viewer = await makeViewer(later);
    const code = await makeCode(viewer);
    await storeScans(database().pool, code, [{ at: "2026-11-20T10:00:00Z" }, { at: "2026-11-10T10:00:00Z" }]);
    await deny(viewer, { limitName: "analyticsDays", limitValue: 7 });
    expect(await lines(viewer)).toHaveLength(1);
    expect((await ask(viewer)).fileName).toBe("scans-2026-11-15-2026-11-21.csv");
  });
});

describe("an export is refused", () => {
  test("on Free, with the feature, the tier that has it and the way there", async () => {
    await expect(ask(await makeViewer(null))).rejects.toMatchObject({
      code: "plan_feature",
      details: {
        values: {
          feature: "csv_export",
          tier: "starter",
          requiredTier: "premium",
          upgradeUrl: "http://127.0.0.1:3000/dashboard/billing",
        },
      },
    });
  });

  test("to members who may only look", async () => {
    await expect(ask(await makeViewer(later, "VIEWER"))).rejects.toMatchObject({ code: "forbidden" });
  });

  test("for a code of another workspace, which is not found", async () => {
    const code = await makeCode(await makeViewer(later));
    await expect(ask(await makeViewer(later), { code })).rejects.toMatchObject({ code: "not_found" });
  });

  test("when it is asked for too often, with the time to wait", async () => {
    const viewer = await makeViewer(later);
    for (let n = 0; n < 20; n++) await (await ask(viewer)).body.cancel();
    await expect(ask(viewer)).rejects.toMatchObject({
      code: "rate_limited",
      details: { retryAfterSeconds: expect.any(Number) },
    });
  });
});

const megabyte = 1024 * 1024;
setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** What is still held once everything that can go has gone. */
function heldMegabytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / megabyte;
}

describe("a large export", () => {
  const many = 300_000;

  test("takes constant memory", { timeout: 120_000 }, async () => {
    const viewer = await makeViewer(later);
    await storeMany(await makeCode(viewer), many);
    await database().pool.query("ANALYZE scan_events, scan_daily, qr_codes");
    const reader = (await ask(viewer)).body.getReader();
    let bytes = 0;
    let rows = 0;
    const held: number[] = [];
    const resident: number[] = [];
    for (let piece = 0; ; piece++) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.byteLength;
      for (const byte of value) if (byte === 10) rows++;
      resident.push(process.memoryUsage().rss / megabyte);
      if (piece % 25 === 24) held.push(heldMegabytes());
    }
    expect(rows).toBe(many + 1);
    expect(bytes).toBeGreaterThan(30_000_000);
    expect(Math.max(...held) - Math.min(...held)).toBeLessThan(8);
    // Garbage may lie about for a while; the second half of the file adds none to it.
    const half = resident.length / 2;
    const grown = Math.max(...resident.slice(half)) - Math.max(...resident.slice(0, half));
    expect(grown).toBeLessThan(48);
  });

  test("asks for nothing more once its reader has gone, or before it wants more", async () => {
    const viewer = await makeViewer(later);
    await storeMany(await makeCode(viewer), 20_000);
    let asked = 0;
    const counting = db().$extends({
      query: {
        $queryRaw({ args, query }) {
          asked++;
          return query(args);
        },
      },
    });
    // SAFETY: an extended client answers what the plain one does.
    const watched = counting as unknown as ReturnType<typeof db>;
    const { body } = await exportScans(watched, viewer, exportParametersSchema.parse({}), now);
    const reader = body.getReader();
    await reader.read();
    const before = asked;
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toBe(before);
    await reader.cancel();
    expect(asked).toBe(before);
    expect((await reader.read()).done).toBe(true);
  });
});
