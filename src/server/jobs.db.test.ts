import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setUpPrices } from "#lib/billing/buying/set-up-prices.ts";
import { insertCustomer } from "#lib/billing/store.ts";
import { db } from "#platform/db/prisma.ts";
import { findFreePort } from "../../sandbox/ports.ts";
import { type Harness, keys, startHarness } from "../../sandbox/stripe/testing/harness.ts";
import { openTestDatabase } from "../../sandbox/testing/test-database.ts";

openTestDatabase();
const main = fileURLToPath(new URL("main.ts", import.meta.url));
const children: ChildProcess[] = [];
let local: Harness;
let prices: Record<string, string>;

beforeAll(async () => {
  local = await startHarness({ isChecking: false });
  prices = await setUpPrices(local.stripe);
}, 60_000);
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await local.stop();
});

/** The real server as a process that works and shows no pages. */
async function startWorkerProcess(): Promise<ChildProcess> {
  const port = await findFreePort();
  const child = fork(main, ["--redirects-only", "--jobs"], {
    execArgv: [],
    env: {
      ...process.env,
      ...prices,
      PORT: String(port),
      APP_URL: `http://127.0.0.1:${port}`,
      NODE_ENV: "production",
      STRIPE_SECRET_KEY: keys.secretKey,
      STRIPE_API_HOST: `${local.server.host}:${local.server.port}`,
    },
  });
  children.push(child);
  await once(child, "message");
  return child;
}

async function makeBuyer(): Promise<string> {
  const { id: customer } = await local.stripe.customers.create({ email: "payer@example.test" });
  const { id: card } = await local.stripe.paymentMethods.attach("pm_card_visa", { customer });
  const price = prices.STRIPE_PRICE_ID_MONTHLY_USD ?? "";
  await local.stripe.subscriptions.create({ customer, default_payment_method: card, items: [{ price }] });
  const workspace = await db().workspace.create({ data: { name: "Test" } });
  await insertCustomer(db(), { id: customer, workspaceId: workspace.id });
  return customer;
}

/** An event as the webhook stores it, of a process that died before anybody took it. */
async function storeEvent(customerId: string): Promise<string> {
  const receivedAt = new Date();
  const { id } = await db().webhookEvent.create({
    data: {
      id: `evt_${customerId}`,
      type: "customer.subscription.created",
      customerId,
      payload: {},
      nextAttemptAt: receivedAt,
      occurredAt: receivedAt,
      receivedAt,
    },
  });
  return id;
}

const stateOf = async (id: string) => (await db().webhookEvent.findUniqueOrThrow({ where: { id } })).state;

test("an event whose worker is killed while it reads the customer is processed by the next one within a minute", async () => {
  const customer = await makeBuyer();
  // Stripe is asked and does not answer until the worker is gone.
  await local.control("POST", "faults", { kind: "timeout", count: 1, match: "GET /v1/customers" });
  const id = await storeEvent(customer);
  const first = await startWorkerProcess();
  const isClaimed = async () =>
    (await db().webhookEvent.findUniqueOrThrow({ where: { id } })).nextAttemptAt.getTime() > Date.now();
  await expect.poll(isClaimed, { timeout: 30_000 }).toBe(true);
  const gone = once(first, "exit");
  first.kill("SIGKILL");
  await gone;
  const claimed = await db().webhookEvent.findUniqueOrThrow({ where: { id } });
  expect(claimed.state).toBe("pending");
  // What the dead one took is free after twenty seconds, and swept within fifteen more: here they pass at once.
  expect(claimed.nextAttemptAt.getTime()).toBeLessThanOrEqual(Date.now() + 20_000);
  await db().webhookEvent.update({ where: { id }, data: { nextAttemptAt: new Date() } });
  await local.control("POST", "settings/reset");

  await startWorkerProcess();
  await expect.poll(() => stateOf(id), { timeout: 30_000, interval: 200 }).toBe("processed");
  const rows = await db().billingSubscription.findMany({ where: { customerId: customer } });
  expect(rows.map(({ status, tier }) => ({ status, tier }))).toEqual([{ status: "active", tier: "premium" }]);
}, 120_000);
