import { expect, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";

test("where the plan blocks, a code is asked of owners and admins alone", async ({
  dashboard: page,
  person,
  pool,
}) => {
  const workspaceId = await workspaceOf(pool, person.email);
  await pool.query("UPDATE workspaces SET trial_ends_at = now() - interval '1 minute' WHERE id = $1", [
    workspaceId,
  ]);
  const offers = { OWNER: 1, ADMIN: 1, MEMBER: 0, VIEWER: 0 };
  for (const [role, count] of Object.entries(offers)) {
    await pool.query("UPDATE workspace_members SET role = $1 WHERE workspace_id = $2", [role, workspaceId]);
    await page.goto("/dashboard/analytics");
    await expect(page.getByText("Your scans have more to tell")).toBeVisible();
    await expect(page.getByRole("button", { name: "Redeem a promo code" }), role).toHaveCount(count);
  }
});
