import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { openTestDatabase } from "../../sandbox/testing/test-database.ts";

const database = openTestDatabase();

async function makeWorkspace(): Promise<{ workspaceId: string; customerId: string }> {
  const workspaceId = randomUUID();
  const customerId = `cus_${workspaceId}`;
  await database().pool.query("INSERT INTO workspaces (id, name, updated_at) VALUES ($1, 'A', now())", [
    workspaceId,
  ]);
  await database().pool.query(
    "INSERT INTO billing_customers (id, workspace_id, updated_at) VALUES ($1, $2, now())",
    [customerId, workspaceId],
  );
  return { workspaceId, customerId };
}

function insertSubscription(
  owner: { workspaceId: string; customerId: string },
  status: string,
  kind = "plan",
  setAsideReason: string | null = null,
) {
  return database().pool.query(
    `INSERT INTO subscriptions (id, workspace_id, customer_id, kind, status, price_id, currency, quantity,
       started_at, set_aside_reason, details, updated_at)
     VALUES ($1, $2, $3, $4::subscription_kind, $5, 'price_x', 'usd', 1, now(), $6, '{}', now())`,
    [`sub_${randomUUID()}`, owner.workspaceId, owner.customerId, kind, status, setAsideReason],
  );
}

test("a workspace has one live plan, any number of ended ones and of boosts", async () => {
  const owner = await makeWorkspace();
  await insertSubscription(owner, "canceled");
  await insertSubscription(owner, "incomplete_expired");
  await insertSubscription(owner, "active", "boost");
  await insertSubscription(owner, "active", "boost");
  await insertSubscription(owner, "active");
  for (const status of ["active", "trialing", "past_due", "unpaid", "paused"]) {
    await expect(insertSubscription(owner, status)).rejects.toMatchObject({ code: "23505" });
  }
  await insertSubscription(owner, "active", "plan", "second_plan");
  await insertSubscription(await makeWorkspace(), "active");
});

test("a workspace has one current customer and one open checkout", async () => {
  const { workspaceId } = await makeWorkspace();
  const insertCustomer = (isCurrent: boolean) =>
    database().pool.query(
      "INSERT INTO billing_customers (id, workspace_id, is_current, updated_at) VALUES ($1, $2, $3, now())",
      [`cus_${randomUUID()}`, workspaceId, isCurrent],
    );
  await expect(insertCustomer(true)).rejects.toMatchObject({ code: "23505" });
  await insertCustomer(false);
  const insertIntent = (state: string) =>
    database().pool.query(
      `INSERT INTO checkout_intents (workspace_id, plan, interval, currency, state, expires_at, updated_at)
       VALUES ($1, 'pro', 'month', 'usd', $2::checkout_intent_state, now(), now())`,
      [workspaceId, state],
    );
  await insertIntent("expired");
  await insertIntent("open");
  await expect(insertIntent("open")).rejects.toMatchObject({ code: "23505" });
});

test.each(["UPDATE audit_events SET actor = 'nobody'", "DELETE FROM audit_events", "TRUNCATE audit_events"])(
  "the audit is only added to: %s is refused",
  async (statement) => {
    const { pool } = database();
    await pool.query("INSERT INTO audit_events (actor, action, subject) VALUES ('system', 'test', 'x:1')");
    await expect(pool.query(statement)).rejects.toThrow("append-only");
  },
);

test("a workspace that has been a customer cannot be deleted", async () => {
  const { workspaceId } = await makeWorkspace();
  const deletion = database().pool.query("DELETE FROM workspaces WHERE id = $1", [workspaceId]);
  await expect(deletion).rejects.toMatchObject({ code: "23001" });
});
