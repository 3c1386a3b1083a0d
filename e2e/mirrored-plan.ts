import { randomUUID } from "node:crypto";
import type pg from "pg";
import { workspaceOf } from "./local-stripe.ts";

/** A plan in some state, as the mirror would have it. */
export async function mirrorPlan(
  pool: pg.Pool,
  email: string,
  columns: Record<string, unknown>,
): Promise<void> {
  const workspace = await workspaceOf(pool, email);
  const id = randomUUID().replaceAll("-", "");
  await pool.query(
    "INSERT INTO billing_customers (id, workspace_id, currency, updated_at) VALUES ($1, $2, 'eur', now())",
    [`cus_${id}`, workspace],
  );
  const details = { items: [], discountIds: [], defaultPaymentMethodId: null, scheduleId: null };
  const row: Record<string, unknown> = {
    id: `sub_${id}`,
    workspace_id: workspace,
    customer_id: `cus_${id}`,
    kind: "plan",
    price_id: "price_of_a_test",
    tier: "premium",
    interval: "month",
    currency: "eur",
    amount_minor: 800,
    quantity: 1,
    period_end: new Date(Date.now() + 20 * 24 * 3_600_000),
    started_at: new Date(),
    updated_at: new Date(),
    details: { ...details, isCancelingAtPeriodEnd: false, pendingUpdateExpiresAt: null },
    ...columns,
  };
  const names = Object.keys(row).map((name) => `"${name}"`);
  const values = names.map((_, index) => `$${index + 1}`);
  await pool.query(`INSERT INTO subscriptions (${names}) VALUES (${values})`, Object.values(row));
}
