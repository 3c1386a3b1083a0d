import type { Page } from "@playwright/test";
import type pg from "pg";
import Stripe from "stripe";
import { readStackVariables } from "./stack.ts";

/** Test cards of Stripe's, by what becomes of a payment with them. */
export const cards = {
  fine: "4242 4242 4242 4242",
  declined: "4000 0000 0000 0002",
  /** Is taken, and then every charge fails. */
  failing: "4000 0000 0000 0341",
  /** The bank asks at every payment, also when nobody is there to answer. */
  asking: "4000 0027 6000 3184",
} as const;

/** The local Stripe as the product speaks to it. */
export function localStripe(): Stripe {
  const { STRIPE_SECRET_KEY = "", STRIPE_API_HOST = "" } = readStackVariables();
  const [host = "", port = ""] = STRIPE_API_HOST.split(":");
  return new Stripe(STRIPE_SECRET_KEY, { host, port: Number(port), protocol: "http" });
}

/** Types a card in on a hosted page and presses its button. */
export async function pay(page: Page, number: string, button: string | RegExp = "Subscribe"): Promise<void> {
  await page.getByLabel("Card number").fill(number);
  await page.getByLabel("Expiry").fill("12 / 40");
  await page.getByLabel("CVC").fill("123");
  await page.getByLabel("Name on card").fill("Ada Lovelace");
  await page.getByRole("button", { name: button }).click();
}

/** The workspace that a person owns. */
export async function workspaceOf(pool: pg.Pool, email: string): Promise<string> {
  const { rows } = await pool.query(
    "SELECT m.workspace_id AS id FROM workspace_members m JOIN profiles p ON p.id = m.profile_id WHERE p.email = $1",
    [email],
  );
  return rows[0].id;
}

export async function customerOf(pool: pg.Pool, email: string): Promise<string> {
  const { rows } = await pool.query(
    "SELECT id FROM billing_customers WHERE is_current AND workspace_id = $1",
    [await workspaceOf(pool, email)],
  );
  return rows[0].id;
}

/** Makes a customer's time at the local Stripe pass: what falls due comes true and is delivered. */
export async function advance(stripeUrl: string, customer: string, days: number): Promise<void> {
  const answer = await fetch(`${stripeUrl}/_sandbox/customers/${customer}/advance`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ seconds: Math.round(days * 24 * 3600) }),
  });
  if (!answer.ok) throw new Error(`the local Stripe answers ${answer.status}: ${await answer.text()}`);
}
