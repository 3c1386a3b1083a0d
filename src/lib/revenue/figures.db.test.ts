import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { insertCustomer } from "#lib/billing/store.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { foldFigures } from "./figures-store.ts";
import { countBoth } from "./revenue.testing.ts";

const database = openTestDatabase();
const run = (statement: string, values: unknown[] = []) => database().pool.query(statement, values);

async function makeCustomer(): Promise<[string, string]> {
  const { id } = await db().workspace.create({ data: { name: "Test" } });
  const customerId = `cus_${randomUUID()}`;
  await insertCustomer(db(), { id: customerId, workspaceId: id });
  return [id, customerId];
}

/** What can become of the rows; each is given a number that chooses among those there are. */
const deeds: Record<string, (owner: [string, string], some: number) => Promise<unknown>> = {
  bill: (owner, some) =>
    run(
      `INSERT INTO invoices (id, workspace_id, customer_id, status, currency, subtotal_minor, total_minor, amount_due_minor,
         amount_paid_minor, discount_minor, attempt_count, paid_at, issued_at, updated_at, tier, interval)
       VALUES ($3, $1, $2, $4, $5, 900, 900, 900, $6, $7, 1, now() - $8 * interval '9 days', now(), now(), $9, 'month')`,
      [
        ...owner,
        `in_${randomUUID()}`,
        some % 3 === 0 ? "open" : "paid",
        some % 2 ? "usd" : "eur",
        some,
        some % 4 ? 0 : 100,
        some % 7,
        some % 5 ? "premium" : null,
      ],
    ),
  billAgain: (_, some) =>
    run(
      `UPDATE invoices SET status = CASE WHEN $1 % 2 = 0 THEN 'paid' ELSE 'void' END, amount_paid_minor = $1,
         tier = 'enterprise', discount_minor = $1 % 3 WHERE hashtext(id) % 3 = $1 % 3`,
      [some],
    ),
  refund: (owner, some) =>
    run(
      `INSERT INTO refunds (id, workspace_id, customer_id, charge_id, invoice_id, amount_minor, currency, status, issued_at, updated_at)
       SELECT $3, $1, $2, 'ch', (SELECT id FROM invoices ORDER BY md5(id || $4) LIMIT 1), $4::int, 'usd',
         CASE WHEN $4::int % 4 = 0 THEN 'failed' ELSE 'succeeded' END, now(), now()`,
      [...owner, `re_${randomUUID()}`, String(some)],
    ),
  failRefunds: (_, some) =>
    run("UPDATE refunds SET status = 'failed' WHERE amount_minor % 5 = $1 % 5", [some]),
  forget: (_, some) => run("DELETE FROM refunds WHERE amount_minor % 7 = $1 % 7", [some]),
  subscribe: (owner, some) =>
    run(
      `INSERT INTO subscriptions (id, workspace_id, customer_id, kind, status, price_id, tier, interval, currency, mrr_minor,
         quantity, started_at, details, updated_at)
       VALUES ($3, $1, $2, 'boost', $4, 'price', 'premium', 'year', 'pln', $5, 1, now(), '{}', now())`,
      [...owner, `sub_${randomUUID()}`, some % 3 ? "active" : "unpaid", some % 5 ? some : null],
    ),
  end: (_, some) => run("UPDATE subscriptions SET status = 'canceled' WHERE mrr_minor % 3 = $1 % 3", [some]),
  move: ([workspaceId], some) =>
    run(
      `INSERT INTO mrr_movements (workspace_id, subscription_id, kind, currency, before_minor, after_minor, at)
       VALUES ($1, 'sub', 'new', 'usd', 0, $2, now()) ON CONFLICT DO NOTHING`,
      [workspaceId, some + 1],
    ),
  tryOut: ([workspaceId], some) =>
    run(
      `INSERT INTO trials (identity_hash, workspace_id, started_at, ends_at)
       SELECT $2, $1, now() - $3 * interval '20 days', now() WHERE NOT EXISTS (SELECT FROM mrr_movements WHERE workspace_id = $1)
         AND NOT EXISTS (SELECT FROM trials WHERE workspace_id = $1)`,
      [workspaceId, randomUUID(), some % 4],
    ),
  signUp: () =>
    run("INSERT INTO profiles (id, email, updated_at) SELECT gen_random_uuid(), gen_random_uuid(), now()"),
  fold: () => foldFigures(db()),
};

test("whatever becomes of the rows, each figure is what they add up to", async () => {
  const owners = await Promise.all([1, 2, 3].map(makeCustomer));
  const deed = fc.record({
    name: fc.constantFrom(...Object.keys(deeds)),
    owner: fc.nat(2),
    some: fc.nat(500),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 10, maxLength: 25 }), async (history) => {
      for (const { name, owner, some } of history) {
        await deeds[name]?.(owners[owner] ?? ["", ""], some);
      }
      const { rows, kept } = await countBoth();
      expect(kept).toEqual(rows);
    }),
    { numRuns: 8 },
  );
  expect((await countBoth()).rows.length).toBeGreaterThan(5);
});

test("whoever reads while it is added up misses nothing, and two that add up at once add once", async () => {
  await run(
    "INSERT INTO profiles (id, email, updated_at) SELECT gen_random_uuid(), n, now() FROM generate_series(1, 50) n",
  );
  const before = await countBoth();
  const seen = await Promise.all([
    foldFigures(db()),
    countBoth(),
    foldFigures(db()),
    countBoth(),
    foldFigures(db()),
  ]);
  for (const one of seen) if (typeof one === "object") expect(one.kept).toEqual(before.rows);
  expect((await countBoth()).kept).toEqual(before.rows);
  expect(await foldFigures(db())).toBe(0);
});
