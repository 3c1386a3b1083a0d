import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { foldFigures, listCells } from "./figures-store.ts";
import { mendFigures } from "./mend-figures.ts";

const database = openTestDatabase();

const signUps = async () =>
  (await listCells(db(), ["signed_up"], { from: new Date(0), by: "month" })).reduce(
    (sum, { count }) => sum + count,
    0,
  );

async function makePeople(count: number): Promise<void> {
  const data = Array.from({ length: count }, () => ({ id: randomUUID(), email: `${randomUUID()}@x.test` }));
  await db().profile.createMany({ data });
}

test("sums that say what the rows say are left alone, folded or not", async () => {
  await makePeople(3);
  expect(await mendFigures(db())).toBe(0);
  await foldFigures(db());
  await makePeople(2);
  expect(await mendFigures(db())).toBe(0);
  expect(await signUps()).toBe(await db().profile.count());
});

test.each([
  [
    "rows that came past the triggers",
    "INSERT INTO profiles (id, email, updated_at) VALUES (gen_random_uuid(), 'past@x.test', now())",
  ],
  ["rows that went past them", "DELETE FROM profiles WHERE id IN (SELECT id FROM profiles LIMIT 2)"],
])("%s are counted when it is looked at again, once", async (_, statement) => {
  await makePeople(5);
  await foldFigures(db());
  const client = await database().pool.connect();
  try {
    // As a restore writes.
    await client.query(`BEGIN; SET LOCAL session_replication_role = replica; ${statement}; COMMIT`);
  } finally {
    client.release();
  }
  expect(await signUps()).not.toBe(await db().profile.count());
  expect(await mendFigures(db())).toBeGreaterThan(0);
  expect(await signUps()).toBe(await db().profile.count());
  expect(await mendFigures(db())).toBe(0);
});

test("every figure has a trigger that is looked at", async () => {
  await db()
    .$executeRaw`INSERT INTO figure_deltas (figure, day, currency, tier, "interval", tag, count, minor)
    SELECT f, '2026-01-01', '', '', '', 'planted', 1, 7 FROM unnest(ARRAY['access', 'mrr', 'mrr_moved', 'paid',
      'refunded', 'signed_up', 'trial', 'trial_converted']) AS f`;
  expect(await mendFigures(db())).toBe(8);
  expect(await mendFigures(db())).toBe(0);
});
