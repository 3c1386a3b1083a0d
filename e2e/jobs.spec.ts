import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import { startServerProcess } from "../sandbox/testing/server-process.ts";
import { expect, test } from "./fixtures.ts";
import { localStripe, workspaceOf } from "./local-stripe.ts";
import { readStackVariables } from "./stack.ts";

const secret = "a-secret-of-the-cron";

/** A server on the same build and data in which no job runs by itself. */
function startInline() {
  const mode = { JOBS_MODE: "inline", JOBS_SECRET: secret };
  return startServerProcess({ ...readStackVariables(), ...mode, LOG_LEVEL: "silent" });
}

test("without a living process a delivery takes effect after its answer, and the cron does the rest", async ({
  dashboard,
  person,
  pool,
  request,
}) => {
  await dashboard.waitForURL("**/dashboard");
  const workspace = await workspaceOf(pool, person.email);
  const { url, kill } = await startInline();
  try {
    const stripe = localStripe();
    const { id: customer } = await stripe.customers.create({ email: person.email });
    const card = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    const { id: subscription } = await stripe.subscriptions.create({
      customer,
      default_payment_method: card.id,
      items: [{ price: readStackVariables().STRIPE_PRICE_ID_MONTHLY_USD ?? "" }],
    });
    await pool.query("INSERT INTO billing_customers (id, workspace_id, updated_at) VALUES ($1, $2, now())", [
      customer,
      workspace,
    ]);
    const payload = JSON.stringify({
      id: `evt_${randomUUID().replaceAll("-", "")}`,
      object: "event",
      type: "customer.subscription.created",
      api_version: Stripe.API_VERSION,
      created: Math.floor(Date.now() / 1000),
      data: { object: { id: subscription, object: "subscription", customer } },
    });
    const { STRIPE_WEBHOOK_SECRET = "" } = readStackVariables();
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: STRIPE_WEBHOOK_SECRET });
    const delivered = await request.post(`${url}/api/webhooks/stripe`, {
      headers: { "stripe-signature": signature, "content-type": "application/json" },
      data: Buffer.from(payload),
    });
    expect(delivered.status()).toBe(200);
    expect(await delivered.json()).toEqual({ received: true });
    const stateOf = async (id: string) =>
      (await pool.query("SELECT state FROM webhook_events WHERE id = $1", [id])).rows[0]?.state;
    await expect.poll(() => stateOf(JSON.parse(payload).id)).toBe("processed");
    const { rows } = await pool.query("SELECT status FROM subscriptions WHERE id = $1", [subscription]);
    expect(rows).toEqual([{ status: "active" }]);

    const run = (headers: Record<string, string>) => request.post(`${url}/api/jobs/run`, { headers });
    expect((await run({ origin: url })).status()).toBe(401);
    expect((await run({ authorization: "Bearer wrong" })).status()).toBe(403);
    const [first, second] = await Promise.all([
      run({ authorization: `Bearer ${secret}` }),
      run({ authorization: `Bearer ${secret}` }),
    ]);
    for (const answer of [first, second]) {
      expect(answer.status()).toBe(200);
      const report = await answer.json();
      expect(report.failed).toEqual([]);
      expect(Object.keys(report.jobs)).toEqual(expect.arrayContaining(["events", "access"]));
    }
    expect((await request.get(`${url}/api/jobs/run`, { headers: { origin: url } })).status()).toBe(405);
  } finally {
    await kill();
  }
});
