import { beforeAll, expect, test } from "vitest";
import { listActions } from "#lib/audit/remove-due-audit.ts";
import { db } from "#platform/db/prisma.ts";
import { explain } from "../../../../sandbox/testing/explain.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { readFilters } from "./list-audit.ts";
import { auditStatement } from "./store.ts";
import { auditQuery } from "./validation.ts";

const database = openTestDatabase();
/** Few enough for every run, and so many that reading them all would stand out. */
const rowsInAll = 60_000;
const rowsWanted = 51;
/** A page, for each of the walks that are merged into it. */
const rowsReadAtMost = 20 * rowsWanted;
const workspace = "00000000-0000-4000-8000-000000000007";
const long = `${new Date("2026-01-05T00:00:00Z").getTime()}_0`;

beforeAll(async () => {
  // Two actions of the admins' are rare, as they are in life, and one admin does most of them.
  await database().pool.query(`
    INSERT INTO audit_events (actor, action, subject, workspace_id, after, at)
    SELECT
      CASE WHEN n % 1000 = 0 THEN 'admin:' || n % 3 WHEN n % 3 = 0 THEN 'stripe' ELSE 'system' END,
      CASE WHEN n % 20000 = 0 THEN 'discount.created' WHEN n % 1000 = 0 THEN 'waiver.granted'
        WHEN n % 3 = 0 THEN 'subscription.changed' WHEN n % 3 = 1 THEN 'access.changed' ELSE 'warning.x' || n % 10 END,
      'subscription:' || n % 5000, ('00000000-0000-4000-8000-' || lpad((n % 4000)::text, 12, '0'))::uuid,
      '{"tier":"premium"}', '2026-02-01'::timestamptz - n * interval '1 minute'
    FROM generate_series(1, ${rowsInAll}) n`);
  await database().pool.query("ANALYZE audit_events");
});

test.each([
  {},
  { after: long },
  { from: "2026-01-01", to: "2026-01-02" },
  { kind: "admin" },
  { kind: "api_key" },
  { kind: "stripe", after: long },
  { actor: "admin:0" },
  { actor: "stripe" },
  { action: "discount.created" },
  { action: "access.changed", after: long },
  { category: "acts" },
  { category: "money" },
  { category: "acts", from: "2020-01-01", to: "2020-01-02" },
  { kind: "admin", category: "money" },
  { kind: "admin", action: "access.changed" },
  { actor: "system", action: "discount.created" },
  { subject: "subscription:77" },
  { subject: "77" },
  { workspace },
  { workspace, category: "acts" },
])("a page by %j reads hardly more than it shows", async (parameters) => {
  const { after, ...filters } = auditQuery.parse(parameters);
  const actions = await listActions(db());
  const statement = auditStatement(await readFilters(db(), filters, actions), actions, after, rowsWanted);
  const { kinds, rowsRead } = await explain(statement);
  expect(kinds.length).toBeGreaterThan(0);
  expect(kinds).not.toContain("Seq Scan");
  expect(rowsRead).toBeLessThan(rowsReadAtMost);
});
