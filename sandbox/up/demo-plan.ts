import type { Pool } from "pg";
import Stripe from "stripe";
import { payingLogin } from "../../prisma/seed/people.ts";
import { demoEmail, demoId } from "../../prisma/seed/seed.ts";
import type { StripeServer } from "../stripe/stripe.ts";

/**
 * Lets the demo's paying person pay: a customer, a card and a subscription at the local Stripe, made
 * once. The product learns of it as of any other purchase, by Stripe's events, so it has to run.
 */
export async function seedDemoPlan(
  pool: Pool,
  { host, port }: StripeServer,
  secretKey: string,
  price: string,
): Promise<void> {
  const workspaceId = demoId(`workspace ${payingLogin}`);
  const known = await pool.query("SELECT FROM billing_customers WHERE workspace_id = $1", [workspaceId]);
  if (known.rowCount !== 0) return;
  const stripe = new Stripe(secretKey, { host, port, protocol: "http", telemetry: false });
  const once = (what: string) => ({ idempotencyKey: `dynamicqr:demo:${what}` });
  const { id: customer } = await stripe.customers.create(
    { email: demoEmail(payingLogin), metadata: { workspace_id: workspaceId } },
    once("customer"),
  );
  const card = await stripe.paymentMethods.attach("pm_card_visa", { customer }, once("card"));
  await stripe.customers.update(
    customer,
    { invoice_settings: { default_payment_method: card.id } },
    once("default"),
  );
  await pool.query(
    "INSERT INTO billing_customers (id, workspace_id, updated_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING",
    [customer, workspaceId],
  );
  await stripe.subscriptions.create(
    { customer, items: [{ price }], metadata: { workspace_id: workspaceId } },
    once("subscription"),
  );
}
