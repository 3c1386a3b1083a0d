import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorkspaceKey } from "#lib/api-keys/workspace-keys.ts";
import { signInWithPassword } from "#lib/auth/passwords.ts";
import { setUpPrices } from "#lib/billing/buying/set-up-prices.ts";
import { syncCustomer } from "#lib/billing/mirror/sync-customer.ts";
import { parseStripeHost } from "#lib/billing/stripe.ts";
import { Redirects } from "#lib/redirects/redirects.ts";
import { canonicalEmail, identityHash } from "#lib/workspaces/email-identity.ts";
import { ensureViewer } from "#lib/workspaces/ensure-viewer.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { createListener, type Listener } from "#platform/db/listener.ts";
import { createPool } from "#platform/db/pool.ts";
import { db, type PrismaRoot } from "#platform/db/prisma.ts";
import { dayMs, hourMs } from "#shared/time.ts";
import { type Auth, startAuth } from "../../../sandbox/auth/auth.ts";
import { type Mail, startMail } from "../../../sandbox/mail/mail.ts";
import { type Harness, startHarness } from "../../../sandbox/stripe/testing/harness.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { undoDays } from "./deletion.ts";
import type { ErasureTools } from "./erase-account.ts";
import { eraseDueAccounts } from "./erase-due-accounts.ts";
import { keepAccount } from "./keep-account.ts";
import { requestDeletion } from "./request-deletion.ts";

const database = openTestDatabase();
const secret = "secret";
const password = "correct horse battery";
const publishableKey = "sb_publishable_sandbox_test";
const secretKey = "sb_secret_sandbox_test";

let folder: string;
let mail: Mail;
let auth: Auth;
let local: Harness;
let now = new Date();
let tools: ErasureTools;

beforeAll(async () => {
  process.env.LITE_AUTH_BCRYPT_COST = "4";
  folder = mkdtempSync(join(tmpdir(), "dynamicqr-account-"));
  mail = await startMail({ folder });
  auth = await startAuth({
    databaseUrl: database().url,
    keys: { publishableKey, secretKey, jwtSecret: `sandbox-${"jwt".repeat(20)}` },
    appUrl: "http://127.0.0.1:3000",
    smtpPort: mail.smtpPort,
  });
  process.env.SUPABASE_URL = auth.url;
  local = await startHarness({ isChecking: false });
  Object.assign(process.env, await setUpPrices(local.stripe), { STRIPE_SECRET_KEY: "sk_test_sandbox" });
  tools = toolsThat();
}, 60_000);
afterAll(async () => {
  await auth.stop();
  await mail.stop();
  await local.stop();
  rmSync(folder, { recursive: true, force: true });
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
    now: () => now,
    admin: client.auth.admin,
    secret,
  };
}

type Owner = {
  viewer: Viewer;
  slug: string;
  customer: string;
  name: string;
  signedIn: () => Promise<boolean>;
};

/** A person known to Supabase, with a trial that is over, a code, a key, and a plan that is paid for. */
async function makeOwner(): Promise<Owner> {
  const email = `${randomUUID()}@example.test`;
  const client = createClient(auth.url, publishableKey, { auth: { autoRefreshToken: false } });
  const { data } = await client.auth.signUp({ email, password });
  const id = data.user?.id ?? "";
  await database().pool.query("UPDATE auth.users SET email_confirmed_at = now() WHERE id = $1", [id]);
  await signInWithPassword(client.auth, email, password);
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
  await syncCustomer(tools, customer.id);
  const slug = await makeCode(workspaceId, name);
  await createWorkspaceKey(db(), viewer, { name: `Till of ${name}`, scopes: ["codes:read"] }, now);
  const signedIn = async () => (await client.auth.getUser()).data.user !== null;
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

const profileOf = (viewer: Viewer) => db().profile.findUniqueOrThrow({ where: { id: viewer.profileId } });
const closedAt = async (viewer: Viewer) =>
  (await db().workspace.findUniqueOrThrow({ where: { id: viewer.workspace.id } })).closedAt;

/** Runs the work as if so much time had gone by. */
async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const before = now;
  now = new Date(now.getTime() + ms);
  try {
    return await work();
  } finally {
    now = before;
  }
}
const due = undoDays * dayMs + 2 * hourMs;
const erase = () => later(due, () => eraseDueAccounts(tools));

describe("asking for the deletion", () => {
  test("ends what is paid for at Stripe, closes open checkouts and the workspace, and is asked once", async () => {
    const { viewer, customer } = await makeOwner();
    const session = await local.stripe.checkout.sessions.create({
      mode: "subscription",
      customer,
      line_items: [{ price: process.env.STRIPE_PRICE_ID_MONTHLY_USD ?? "", quantity: 1 }],
      success_url: "http://127.0.0.1:3000/",
    });
    await requestDeletion(tools, viewer);
    await requestDeletion(tools, viewer);
    expect(await liveAtStripe(customer)).toBe(0);
    expect((await local.stripe.checkout.sessions.retrieve(session.id)).status).toBe("expired");
    expect(await closedAt(viewer)).toEqual(now);
    expect((await profileOf(viewer)).deletionRequestedAt).toEqual(now);
    const rows = await db().billingSubscription.findMany({ where: { workspaceId: viewer.workspace.id } });
    expect(rows.map(({ status }) => status)).toEqual(["canceled"]);
    const told = { workspaceId: viewer.workspace.id, action: "account.deletion_requested" };
    expect(await db().auditEvent.count({ where: told })).toBe(1);
    const until = new Date(now.getTime() + undoDays * dayMs).toISOString();
    const mails = await db().mail.findMany({
      where: { profileId: viewer.profileId, kind: "account_leaving" },
    });
    expect(mails).toMatchObject([{ recipient: viewer.email, values: { until } }]);
  });

  test("ends the person's keys in every workspace, and no other's; none comes back with them", async () => {
    const [leaver, other] = [await makeOwner(), await makeOwner()];
    const guest = { profileId: leaver.viewer.profileId, workspaceId: other.viewer.workspace.id };
    await db().workspaceMember.create({ data: { ...guest, role: "ADMIN" } });
    const asGuest = { ...leaver.viewer, workspace: { ...other.viewer.workspace, role: "ADMIN" as const } };
    const { id } = await createWorkspaceKey(db(), asGuest, { name: "Guest", scopes: ["codes:read"] }, now);
    await requestDeletion(tools, leaver.viewer);
    const live = (profileId: string) => db().apiKey.count({ where: { profileId, revokedAt: null } });
    expect(await live(leaver.viewer.profileId)).toBe(0);
    expect(await live(other.viewer.profileId)).toBe(1);
    const told = {
      ...{ subject: `api_key:${id}`, workspaceId: guest.workspaceId },
      action: "api_key.revoked",
    };
    expect(await db().auditEvent.count({ where: told })).toBe(1);
    await keepAccount(db(), leaver.viewer.profileId, now);
    expect(await live(leaver.viewer.profileId)).toBe(0);
    await expect(
      createWorkspaceKey(db(), asGuest, { name: "Again", scopes: ["codes:read"] }, now),
    ).resolves.toBeDefined();
  });

  test("changes nothing while Stripe does not answer, and can be tried again", async () => {
    const { viewer, customer } = await makeOwner();
    const away = toolsThat(() => {
      throw new Stripe.errors.StripeConnectionError({ message: "away", type: "api_error" });
    });
    await expect(requestDeletion(away, viewer)).rejects.toMatchObject({ code: "unavailable" });
    expect(await closedAt(viewer)).toBeNull();
    expect((await profileOf(viewer)).deletionRequestedAt).toBeNull();
    await requestDeletion(tools, viewer);
    expect(await liveAtStripe(customer)).toBe(0);
    expect(await closedAt(viewer)).not.toBeNull();
  });

  test("is refused to the only owner of others' workspace, whose plan goes on", async () => {
    const { viewer, customer } = await makeOwner();
    const other = await makeOwner();
    await db().workspaceMember.create({
      data: { workspaceId: viewer.workspace.id, profileId: other.viewer.profileId, role: "ADMIN" },
    });
    const refused = requestDeletion(tools, viewer);
    await expect(refused).rejects.toMatchObject({
      code: "conflict",
      details: { values: { reason: "only_owner" } },
    });
    expect(await liveAtStripe(customer)).toBe(1);
    await requestDeletion(tools, other.viewer);
    expect(await closedAt(viewer)).toBeNull();
    expect(await closedAt(other.viewer)).not.toBeNull();
  });

  test("stands in nobody's way who holds the workspace and refers to the person", async () => {
    const id = randomUUID();
    const viewer = await ensureViewer(db(), { id, email: `${id}@example.test` }, now, secret);
    const { pool } = database();
    const holder = await pool.connect();
    try {
      await holder.query("BEGIN");
      await holder.query("SELECT FROM workspaces WHERE id = $1 FOR UPDATE", [viewer.workspace.id]);
      const asked = requestDeletion(tools, viewer);
      const waiting =
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
      await expect.poll(async () => (await pool.query(waiting)).rowCount).toBe(1);
      await holder.query(
        "INSERT INTO entitlement_overrides (profile_id, effect, feature, reason, created_by) VALUES ($1, 'grant', 'x', 'x', 'x')",
        [id],
      );
      await holder.query("ROLLBACK");
      await asked;
    } finally {
      holder.release();
    }
    expect((await profileOf(viewer)).deletionRequestedAt).not.toBeNull();
  });

  test("lets only one of two owners go, also when both ask at once", async () => {
    const newcomer = () =>
      ensureViewer(db(), { id: randomUUID(), email: `${randomUUID()}@example.test` }, now, secret);
    for (let round = 0; round < 10; round++) {
      const [one, two] = [await newcomer(), await newcomer()];
      await db().workspaceMember.create({
        data: { workspaceId: one.workspace.id, profileId: two.profileId, role: "OWNER" },
      });
      const asked = [one, two].map((viewer) => requestDeletion(tools, viewer));
      const outcomes = (await Promise.allSettled(asked)).map(({ status }) => status);
      expect(outcomes.toSorted()).toEqual(["fulfilled", "rejected"]);
      expect(await closedAt(one)).toBeNull();
    }
  });

  test("what is bought all the same is ended by the sweep, long before anything is erased", async () => {
    const { viewer, customer } = await makeOwner();
    await requestDeletion(tools, viewer);
    await subscribe(customer);
    await syncCustomer(tools, customer);
    expect(await later(dayMs, () => eraseDueAccounts(tools))).toMatchObject({
      ended: 1,
      erased: 0,
      failed: 0,
    });
    expect(await liveAtStripe(customer)).toBe(0);
    expect(await later(dayMs, () => eraseDueAccounts(tools))).toMatchObject({ ended: 0 });
  });
});

describe("the codes of an account that is to be deleted", () => {
  async function withRedirects(work: (status: (slug: string) => Promise<number>) => Promise<void>) {
    const pool = createPool(database().url, 2);
    const redirects = new Redirects({ pool, trustedProxy: "none", ownHosts: [], isSecure: false });
    let isListening = false;
    const listener: Listener = createListener({
      url: database().url,
      channel: "code_changed",
      onNotification: (slug) => redirects.cache.invalidate(slug),
      onConnect: () => {
        isListening = true;
        redirects.cache.setListening(true);
      },
      onDisconnect: () => redirects.cache.setListening(false),
    });
    await expect.poll(() => isListening).toBe(true);
    const request = { isHead: true, header: () => undefined, socketAddress: "192.0.2.1" };
    await work(async (segment) => (await redirects.answer({ segment, ...request })).status);
    await listener.close();
    await redirects.recorder.close(1_000);
    await pool.end();
  }
  const withinASecond = { timeout: 1_000, interval: 10 };

  test("answer 410 within a second, and lead on again within a second once it is kept", async () => {
    const { viewer, slug } = await makeOwner();
    await withRedirects(async (status) => {
      expect(await status(slug)).toBe(302);
      await requestDeletion(tools, viewer);
      await expect.poll(() => status(slug), withinASecond).toBe(410);
      await keepAccount(db(), viewer.profileId, now);
      await expect.poll(() => status(slug), withinASecond).toBe(302);
    });
  });
});

describe("keeping the account", () => {
  test("brings back what Free holds, and not the plan", async () => {
    const { viewer, customer } = await makeOwner();
    const workspaceId = viewer.workspace.id;
    for (let more = 0; more < 11; more++) await makeCode(workspaceId);
    await requestDeletion(tools, viewer);
    await keepAccount(db(), viewer.profileId, now);
    await keepAccount(db(), viewer.profileId, now);
    expect(await closedAt(viewer)).toBeNull();
    expect((await profileOf(viewer)).deletionRequestedAt).toBeNull();
    expect(await liveAtStripe(customer)).toBe(0);
    expect(await db().qrCode.count({ where: { workspaceId, isActive: true } })).toBe(10);
    expect(await db().auditEvent.count({ where: { workspaceId, action: "account.kept" } })).toBe(1);
    expect(await erase()).toMatchObject({ failed: 0 });
    expect((await profileOf(viewer)).erasedAt).toBeNull();
  });

  test("is refused once the time is over", async () => {
    const { viewer } = await makeOwner();
    await requestDeletion(tools, viewer);
    const tooLate = new Date(now.getTime() + undoDays * dayMs);
    await expect(keepAccount(db(), viewer.profileId, tooLate)).rejects.toMatchObject({ code: "forbidden" });
    expect(await closedAt(viewer)).not.toBeNull();
  });
});

describe("erasing", () => {
  test("leaves a pseudonym, slugs, invoices, audit and the trial's hash, and nothing personal", async () => {
    const { viewer, slug, customer, name, signedIn } = await makeOwner();
    const { email, profileId, workspace } = viewer;
    const own = { profileId, workspaceId: workspace.id, locale: "en", recipient: email, nextAttemptAt: now };
    const values = { name };
    await db().mail.createMany({
      data: [
        { ...own, key: randomUUID(), kind: "welcome", values, state: "sent" },
        { ...own, key: randomUUID(), kind: "trial_ending", values },
      ],
    });
    await db().webhookEvent.create({
      data: {
        ...{ id: `evt_${randomUUID()}`, type: "customer.updated", customerId: customer, payload: { email } },
        ...{ state: "processed", nextAttemptAt: now, occurredAt: now },
      },
    });
    const invoices = await db().billingInvoice.count({ where: { workspaceId: workspace.id } });
    const audit = await db().auditEvent.count({ where: { workspaceId: workspace.id } });
    expect(invoices).toBeGreaterThan(0);
    expect(await signedIn()).toBe(true);
    await requestDeletion(tools, viewer);
    expect(await later(undoDays * dayMs, () => eraseDueAccounts(tools))).toMatchObject({ erased: 0 });
    await erase();
    const last = await db().mail.findMany({ where: { profileId, state: "pending" } });
    expect(last).toMatchObject([{ kind: "account_deleted", recipient: email }]);
    await db().mail.updateMany({ where: { profileId }, data: { state: "sent" } });
    await erase();

    const profile = await profileOf(viewer);
    expect(profile.email).toMatch(/^deleted-[0-9a-f]{12}@deleted\.invalid$/);
    expect(profile).toMatchObject({ name: profile.email.split("@")[0], erasedAt: expect.any(Date) });
    expect(await signedIn()).toBe(false);
    const refused = signInWithPassword(createClient(auth.url, publishableKey).auth, email, password);
    await expect(refused).rejects.toMatchObject({ code: "invalid_credentials" });
    expect(await db().qrCode.findUnique({ where: { slug } })).toMatchObject({
      ...{ name: "", destination: "", pauseNote: null, deletedAt: expect.any(Date) },
    });
    expect(await db().billingInvoice.count({ where: { workspaceId: workspace.id } })).toBe(invoices);
    expect(await db().auditEvent.count({ where: { workspaceId: workspace.id } })).toBeGreaterThan(audit);
    expect(await local.stripe.customers.retrieve(customer)).toMatchObject({ deleted: true });
    expect(await db().mail.findMany({ where: { profileId }, orderBy: { kind: "asc" } })).toMatchObject([
      { kind: "account_deleted", recipient: "", values: {} },
      { kind: "welcome", recipient: "", values: {} },
    ]);
    expect(await findTraces([email, name])).toEqual([]);
    const hash = identityHash(canonicalEmail(email), secret);
    expect(await db().trial.count({ where: { identityHash: hash } })).toBe(1);
  });

  test("leaves those alone who asked later, and other people's workspaces without the person", async () => {
    const [gone, stays] = [await makeOwner(), await makeOwner()];
    await db().workspaceMember.create({
      data: { workspaceId: stays.viewer.workspace.id, profileId: gone.viewer.profileId, role: "MEMBER" },
    });
    await requestDeletion(tools, gone.viewer);
    await later(dayMs, () => requestDeletion(tools, stays.viewer)).catch(() => {});
    await erase();
    expect((await profileOf(gone.viewer)).erasedAt).not.toBeNull();
    expect((await profileOf(stays.viewer)).erasedAt).toBeNull();
    expect(await stays.signedIn()).toBe(true);
    const members = await db().workspaceMember.findMany({
      where: { workspaceId: stays.viewer.workspace.id },
    });
    expect(members.map(({ profileId }) => profileId)).toEqual([stays.viewer.profileId]);
  });

  test("is carried through by the next sweep, wherever the one before died", async () => {
    for (let survived = 0, isDone = false; !isDone; survived++) {
      const { viewer, customer, signedIn } = await makeOwner();
      await requestDeletion(tools, viewer);
      // A plan that was bought meanwhile and nobody has heard of.
      await subscribe(customer);
      let calls = 0;
      const dying = toolsThat(() => {
        if (++calls > survived) throw new Error("killed");
      });
      const { failed } = await later(due, () => eraseDueAccounts(dying));
      isDone = failed === 0;
      // The person is gone at Supabase only when nothing can be charged any more.
      if (!(await signedIn()))
        expect(await local.stripe.customers.retrieve(customer)).toMatchObject({ deleted: true });
      expect(await erase(), `died after ${survived} steps`).toMatchObject({ failed: 0 });
      expect(await liveAtStripe(customer)).toBe(0);
      expect(await signedIn()).toBe(false);
      expect((await profileOf(viewer)).erasedAt).not.toBeNull();
      // Whoever is gone is told so, and then that mail is forgotten as well.
      expect(await findTraces([viewer.email])).toEqual(["public.mails"]);
      if (isDone) expect(survived).toBeGreaterThan(8);
    }
  }, 120_000);

  test("done by many at once is done once", async () => {
    const { viewer } = await makeOwner();
    await requestDeletion(tools, viewer);
    await later(due, () => Promise.all(Array.from({ length: 4 }, () => eraseDueAccounts(tools))));
    const told = { workspaceId: viewer.workspace.id, action: "account.erased" };
    expect(await db().auditEvent.count({ where: told })).toBe(1);
  });
});

describe("whoever has been erased", () => {
  test("gets no second trial by signing up with the same address again", async () => {
    const { viewer } = await makeOwner();
    const { email, profileId } = viewer;
    await requestDeletion(tools, viewer);
    await erase();
    const again = await ensureViewer(db(), { id: randomUUID(), email }, now, secret);
    expect(again.workspace.trialEndsAt).toBeNull();
    expect(again.workspace.id).not.toBe(viewer.workspace.id);
    expect(again.profileId).not.toBe(profileId);
    const signUp = await db().signUp.findUnique({ where: { profileId: again.profileId } });
    expect(signUp).toMatchObject({ trial: "had_before" });
  });

  test("is not written back by a request that was still on its way", async () => {
    const { viewer } = await makeOwner();
    await requestDeletion(tools, viewer);
    await erase();
    const { profileId: id, email } = viewer;
    await expect(ensureViewer(db(), { id, email }, now, secret)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect((await profileOf(viewer)).email).not.toBe(email);
  });
});

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
