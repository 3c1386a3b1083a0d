import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import Stripe from "stripe";
import { afterAll, beforeAll } from "vitest";
import { undoDays } from "#lib/account/deletion.ts";
import type { ErasureTools } from "#lib/account/erase-account.ts";
import { eraseDueAccounts } from "#lib/account/erase-due-accounts.ts";
import { createWorkspaceKey } from "#lib/api-keys/workspace-keys.ts";
import { signInWithPassword } from "#lib/auth/passwords.ts";
import { setUpPrices } from "#lib/billing/buying/set-up-prices.ts";
import { syncCustomer } from "#lib/billing/mirror/sync-customer.ts";
import { parseStripeHost } from "#lib/billing/stripe.ts";
import { ensureViewer } from "#lib/workspaces/ensure-viewer.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db, type PrismaRoot } from "#platform/db/prisma.ts";
import { dayMs, hourMs } from "#shared/time.ts";
import { type Harness, startHarness } from "../stripe/testing/harness.ts";
import { type LocalAuth, publishableKey, secretKey, startLocalAuth } from "./local-auth.ts";
import { openTestDatabase } from "./test-database.ts";

export const secret = "secret";
export const password = "correct horse battery";

export type Owner = {
  viewer: Viewer;
  slug: string;
  customer: string;
  name: string;
  signedIn: () => Promise<boolean>;
};

/**
 * A database, Supabase, mail and Stripe, in which accounts are made and erased. What it returns
 * works once tests run.
 */
export function openAccountStage() {
  const database = openTestDatabase();
  const now = new Date();
  let clock = now;
  let auth: LocalAuth;
  let local: Harness;

  beforeAll(async () => {
    auth = await startLocalAuth(database().url);
    local = await startHarness({ isChecking: false });
    Object.assign(process.env, await setUpPrices(local.stripe), { STRIPE_SECRET_KEY: "sk_test_sandbox" });
  }, 60_000);
  afterAll(async () => {
    await auth.stop();
    await local.stop();
  });

  /** The tools, with something done after each call over the wire and each transaction. */
  function toolsThat(after: (what: string) => void = () => {}): ErasureTools {
    const heard: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      after(String(input));
      return response;
    };
    const client = createClient(auth.url, secretKey, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { fetch: heard },
    });
    const root = db();
    const $transaction = async (...args: Parameters<PrismaRoot["$transaction"]>) => {
      const outcome = await root.$transaction(...args);
      after("a transaction");
      return outcome;
    };
    return {
      // SAFETY: the one method that is replaced has the client's own shape.
      db: new Proxy(root, {
        get: (target, key) => (key === "$transaction" ? $transaction : Reflect.get(target, key)),
      }) as PrismaRoot,
      stripe: new Stripe("sk_test_sandbox", {
        ...parseStripeHost(`${local.server.host}:${local.server.port}`),
        maxNetworkRetries: 0,
        httpClient: Stripe.createFetchHttpClient(heard),
      }),
      now: () => clock,
      admin: client.auth.admin,
      secret,
    };
  }

  /** As anybody speaks to Supabase, in a session of its own. */
  const publicAuth = () => createClient(auth.url, publishableKey, { auth: { autoRefreshToken: false } }).auth;

  /** A person known to Supabase, with a trial that is over, a code, a key, and a plan that is paid for. */
  async function makeOwner(): Promise<Owner> {
    const email = `${randomUUID()}@example.test`;
    const session = publicAuth();
    const { data } = await session.signUp({ email, password });
    const id = data.user?.id ?? "";
    await database().pool.query("UPDATE auth.users SET email_confirmed_at = now() WHERE id = $1", [id]);
    await signInWithPassword(session, email, password);
    const long = new Date(now.getTime() - 30 * dayMs);
    const name = `Anna ${randomUUID()}`;
    const viewer = await ensureViewer(db(), { id, email, name }, long, secret, "203.0.113.7");
    const workspaceId = viewer.workspace.id;
    const customer = await local.stripe.customers.create({ email });
    await db().billingCustomer.create({ data: { id: customer.id, workspaceId } });
    const method = await local.stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
    await local.stripe.customers.update(customer.id, {
      invoice_settings: { default_payment_method: method.id },
    });
    await subscribe(customer.id);
    await syncCustomer(toolsThat(), customer.id);
    const slug = await makeCode(workspaceId, name);
    await createWorkspaceKey(db(), viewer, { name: `Till of ${name}`, scopes: ["codes:read"] }, now);
    const signedIn = async () => (await session.getUser()).data.user !== null;
    return { viewer, slug, customer: customer.id, name, signedIn };
  }

  const subscribe = (customer: string) =>
    local.stripe.subscriptions.create({
      customer,
      items: [{ price: process.env.STRIPE_PRICE_ID_MONTHLY_USD ?? "" }],
    });

  async function makeCode(workspaceId: string, owner = "Anna"): Promise<string> {
    const slug = randomUUID();
    const code = {
      name: `Menu of ${owner}`,
      destination: `https://example.com/${owner}`,
      pauseNote: `${owner} is away`,
    };
    await db().qrCode.create({ data: { workspaceId, slug, ...code } });
    return slug;
  }

  async function liveAtStripe(customer: string): Promise<number> {
    const all = await local.stripe.subscriptions.list({ customer, status: "all" });
    return all.data.filter(({ status }) => status !== "canceled").length;
  }

  /** Runs the work as if so much time had gone by. */
  async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
    clock = new Date(now.getTime() + ms);
    try {
      return await work();
    } finally {
      clock = now;
    }
  }

  /** What the sweep does when the time to take it back is over. */
  const erase = () => later(due, () => eraseDueAccounts(toolsThat()));

  /** Tables of ours, and Supabase's people, in which any of the words still stands. */
  async function findTraces(words: string[]): Promise<string[]> {
    const { pool } = database();
    const { rows } = await pool.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' OR table_schema = 'auth' AND table_name = 'users'`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const query = `SELECT count(*)::int AS n FROM ${name} t WHERE t::text ILIKE ANY ($1)`;
      const counted = await pool.query<{ n: number }>(query, [words.map((word) => `%${word}%`)]);
      if (counted.rows[0]?.n) found.push(name);
    }
    return found;
  }

  return {
    ...{ database, now, toolsThat, makeOwner, makeCode, subscribe, liveAtStripe, later, erase, findTraces },
    ...{ publicAuth, stripe: () => local.stripe },
  };
}

/** Until when everything is erased that can no longer be taken back. */
export const due = undoDays * dayMs + 2 * hourMs;

export const profileOf = (viewer: Viewer) =>
  db().profile.findUniqueOrThrow({ where: { id: viewer.profileId } });
export const closedAt = async (viewer: Viewer) =>
  (await db().workspace.findUniqueOrThrow({ where: { id: viewer.workspace.id } })).closedAt;
