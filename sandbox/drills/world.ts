import { afterAll, beforeAll, expect } from "vitest";
import { setUpPrices } from "#lib/billing/buying/set-up-prices.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { createStripe } from "#lib/billing/stripe.ts";
import { db } from "#platform/db/prisma.ts";
import { type Harness, keys, startHarness } from "../stripe/testing/harness.ts";
import { openTestDatabase, type TestDatabase } from "../testing/test-database.ts";

export type World = {
  database: TestDatabase;
  local: Harness;
  /** Price ids by the variable that carries them. */
  prices: Record<string, string>;
  /** The product's own client and database at a time, by default now. */
  toolsAt: (now?: () => Date) => SyncTools;
};

/** A migrated database and a local Stripe with the price list; it fails on calls that Stripe does not know. */
export function openWorld(): () => World {
  const database = openTestDatabase();
  let world: World | null = null;
  beforeAll(async () => {
    const local = await startHarness({ isChecking: false });
    const prices = await setUpPrices(local.stripe);
    const host = `${local.server.host}:${local.server.port}`;
    Object.assign(process.env, prices, {
      STRIPE_SECRET_KEY: keys.secretKey,
      STRIPE_WEBHOOK_SECRET: keys.webhookSecret,
      STRIPE_API_HOST: host,
      GATEKEEPER_ENABLED: "true",
      BILLING_GRACE_HOURS: "24",
    });
    const stripe = createStripe(keys.secretKey, host);
    world = {
      database: database(),
      local,
      prices,
      toolsAt: (now = () => new Date()) => ({ db: db(), stripe, now }),
    };
  }, 120_000);
  afterAll(async () => {
    if (world === null) return;
    const counts = await world.local.control<{ unknownUrls: object; violations: string[] }>("GET", "counts");
    await world.local.stop();
    expect(counts.violations).toEqual([]);
    expect(counts.unknownUrls).toEqual({});
  }, 60_000);
  return () => {
    if (world === null) throw new Error("the world is there only while tests and hooks run");
    return world;
  };
}

/** Every row of every table of ours with the transaction that wrote it, `updated_at` included. */
export async function dumpTables({ pool }: TestDatabase): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT quote_ident(c.relname) AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ($1) ORDER BY 1`,
    // The fence's number moves with every reading: it is what readings are ordered by. A walk through
    // Stripe's lists notes down how far it has come.
    [["billing_sync_fences", "billing_cursors", "_prisma_migrations"]],
  );
  const tables = rows.map(
    ({ name }) => `SELECT '${name} ' || t.xmin || ' ' || to_jsonb(t) AS row FROM ${name} t`,
  );
  const dumped = await pool.query<{ row: string }>(`${tables.join(" UNION ALL ")} ORDER BY 1`);
  return dumped.rows.map(({ row }) => row);
}
