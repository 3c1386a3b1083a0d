import { beforeAll, expect, test } from "vitest";
import { explain } from "../../../../sandbox/testing/explain.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { deliveriesStatement } from "./store.ts";
import { deliveriesQuery } from "./validation.ts";

const database = openTestDatabase();
const rowsWanted = 51;
/** What failed is little, and read through for part of its text. */
const rowsReadAtMost = 400;
const long = `${new Date("2026-01-25T00:00:00Z").getTime()}_evt_0`;

beforeAll(async () => {
  await database().pool.query(`
    INSERT INTO webhook_events (id, type, customer_id, payload, state, attempts, error, next_attempt_at, occurred_at, received_at)
    SELECT 'evt_' || n, CASE WHEN n % 10000 = 0 THEN 'charge.dispute.created' ELSE 'invoice.x' || n % 12 END,
      'cus_' || n % 3000, '{}',
      (CASE WHEN n % 500 = 0 THEN 'set_aside' WHEN n % 499 = 0 THEN 'pending' WHEN n % 5 = 0 THEN 'ignored' ELSE 'processed' END)::webhook_event_state,
      CASE WHEN n % 499 = 0 THEN 2 ELSE 0 END, CASE WHEN n % 500 = 0 THEN 'unknown_customer' WHEN n % 499 = 0 THEN 'timed out ' || n END,
      now(), now(), '2026-02-01'::timestamptz - n * interval '10 seconds'
    FROM generate_series(1, 60000) n`);
  await database().pool.query("ANALYZE webhook_events");
});

test.each([
  {},
  { after: long },
  { state: "set_aside" },
  { state: "failing" },
  { state: "processed", after: long },
  { type: "charge.dispute.created" },
  { type: "invoice.x3", after: long },
  { customer: "cus_77" },
  { error: "unknown" },
  { error: "timed out 4990" },
  { from: "2026-01-26", to: "2026-01-26" },
  { state: "set_aside", type: "invoice.x0" },
])("a page by %j reads hardly more than it shows", async (parameters) => {
  const { after, ...filters } = deliveriesQuery.parse(parameters);
  const { kinds, rowsRead } = await explain(deliveriesStatement(filters, after, rowsWanted));
  expect(kinds.length).toBeGreaterThan(0);
  expect(kinds).not.toContain("Seq Scan");
  expect(rowsRead).toBeLessThan(rowsReadAtMost);
});
