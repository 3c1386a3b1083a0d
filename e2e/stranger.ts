import type pg from "pg";
import { expect } from "./fixtures.ts";
import { localStripe } from "./local-stripe.ts";
import { readStackVariables } from "./stack.ts";

/** Somebody pays at Stripe under a customer that the product does not know; its webhooks come in vain. */
export async function payAsStranger(pool: pg.Pool): Promise<{ customer: string; event: string }> {
  const stripe = localStripe();
  const { id: customer } = await stripe.customers.create({ email: "stranger@example.test" });
  const card = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  await stripe.subscriptions.create({
    customer,
    default_payment_method: card.id,
    items: [{ price: readStackVariables().STRIPE_PRICE_ID_MONTHLY_USD ?? "" }],
  });
  const failed = async () => {
    const { rows } = await pool.query(
      "SELECT id FROM webhook_events WHERE customer_id = $1 AND type = 'customer.subscription.created' AND error = 'unknown_customer'",
      [customer],
    );
    return rows[0]?.id as string | undefined;
  };
  await expect.poll(failed, { timeout: 30_000 }).toBeTruthy();
  // A day of tries later.
  await pool.query(
    "UPDATE webhook_events SET state = 'set_aside', attempts = 15, error = coalesce(error, 'unknown_customer') WHERE customer_id = $1 AND state = 'pending'",
    [customer],
  );
  return { customer, event: (await failed()) ?? "" };
}

/** Somebody has found out whose customer it is. */
export async function tellWhose(pool: pg.Pool, customer: string, workspace: string): Promise<void> {
  await pool.query("INSERT INTO billing_customers (id, workspace_id, updated_at) VALUES ($1, $2, now())", [
    customer,
    workspace,
  ]);
}
