import { expect, test } from "vitest";
import { findMisprojected } from "#lib/entitlements/projection.ts";
import { countBoth } from "#lib/revenue/revenue.testing.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../sandbox/testing/test-database.ts";
import { type Progress, seedLarge } from "../seed/large/seed-large.ts";

const database = openTestDatabase();
const now = new Date();
const seed = (profiles = 3_000, tell: (progress: Progress) => void = () => {}) =>
  seedLarge(database().url, profiles, now, tell);
const count = async (what: string) => {
  const { rows } = await database().pool.query(`SELECT count(*)::int AS count FROM ${what}`);
  return rows[0].count as number;
};

test("a large operator's data is made once, of one piece, and told of as it goes", async () => {
  const told: Progress[] = [];
  expect(await seed(3_000, (progress) => told.push(progress))).toBe(true);
  expect(told).toContainEqual({ step: "people", done: 3_000, count: 3_000 });
  expect(await count("profiles")).toBe(3_000);
  expect(await count("audit_events")).toBe(6_000);
  const nothing = ["profiles p WHERE NOT EXISTS (SELECT FROM workspace_members m WHERE m.profile_id = p.id)"];
  nothing.push("workspaces w WHERE NOT EXISTS (SELECT FROM workspace_access a WHERE a.workspace_id = w.id)");
  nothing.push("profiles p WHERE NOT EXISTS (SELECT FROM profile_words w WHERE w.profile_id = p.id)");
  nothing.push("workspace_members m LEFT JOIN profiles p ON p.id = m.profile_id WHERE p.id IS NULL");
  nothing.push("workspace_access WHERE next_change_at <= now() - interval '1 minute'");
  nothing.push(
    "promo_codes c WHERE uses <> (SELECT count(*) FROM promo_redemptions r WHERE r.promo_code_id = c.id)",
  );
  for (const what of nothing) expect(await count(what), what).toBe(0);
  for (const table of ["invoices", "fee_waivers", "qr_codes", "trials", "sign_ups", "webhook_events"]) {
    expect(await count(table), table).toBeGreaterThan(0);
  }
  expect(await findMisprojected(db(), now)).toEqual([]);
  const counted = await database().pool.query(
    "SELECT sum(count)::int AS count FROM (SELECT count FROM figure_sums WHERE figure = 'access' UNION ALL SELECT count FROM figure_deltas WHERE figure = 'access') told",
  );
  expect(counted.rows).toEqual([{ count: 3_000 }]);
  const { rows, kept } = await countBoth();
  expect(kept).toEqual(rows);
  expect(await seed()).toBe(false);
  expect(await count("profiles")).toBe(3_000);
});

test("one that was interrupted goes on where it stopped", async () => {
  const { pool } = database();
  await seed();
  await pool.query("DELETE FROM sandbox.large_steps WHERE name = 'deliveries'");
  await pool.query("DELETE FROM webhook_events");
  expect(await seed()).toBe(true);
  expect(await count("webhook_events")).toBe(120);
  expect(await count("profiles")).toBe(3_000);
});

test("another number is refused, and any other database", async () => {
  const { pool } = database();
  await seed();
  await expect(seed(4_000)).rejects.toThrow("begun with 3000");
  await pool.query("ALTER TABLE sandbox.marker RENAME TO no_marker");
  await expect(seed()).rejects.toThrow("no marker row");
  await pool.query("ALTER TABLE sandbox.no_marker RENAME TO marker");
});
