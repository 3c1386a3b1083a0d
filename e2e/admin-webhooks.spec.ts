import { expect, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";
import { expectReadable } from "./readable.ts";
import { payAsStranger, tellWhose } from "./stranger.ts";

test("a webhook that failed is found by a filter, looked into, replayed, and its effect is seen", async ({
  admin: page,
  other,
  pool,
}) => {
  const workspace = await workspaceOf(pool, other.person.email);
  const { customer, event } = await payAsStranger(pool);
  await page.goto("/admin/webhooks");
  await page.getByLabel("State", { exact: true }).selectOption("Set aside");
  await page.getByLabel("Customer", { exact: true }).fill(customer);
  await page.getByLabel("Error", { exact: true }).fill("unknown");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/state=set_aside/);
  const row = page.getByRole("row").filter({ hasText: event });
  await expect(row).toContainText("unknown_customer");
  await row.getByRole("link", { name: event }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("customer.subscription.created");
  await expect(page.getByText("None of ours")).toBeVisible();
  await tellWhose(pool, customer, workspace);
  await page.getByRole("button", { name: `Replay ${event}` }).click();
  await expect(page.getByText("1 event was replayed: 1 went well, 0 failed again.")).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "Subscription created" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Replays" })).toBeVisible();

  await other.page.goto("/dashboard/billing");
  await expect(other.page.getByText("Renews on")).toBeVisible();
});

test("what carries a person's data is shown without it", async ({ admin: page, pool }) => {
  const { event } = await payAsStranger(pool);
  await pool.query(
    `UPDATE webhook_events SET payload = jsonb_set(payload, '{data,object,customer_email}', '"stranger@example.test"') WHERE id = $1`,
    [event],
  );
  await page.goto(`/admin/webhooks/${event}`);
  await expect(page.locator("pre")).toContainText('"customer_email": "[masked]"');
  expect(await page.content()).not.toContain("stranger@example.test");
});

test("all that match are replayed after the count was confirmed, and nothing when it was not", async ({
  admin: page,
  other,
  pool,
}) => {
  const { customer, event } = await payAsStranger(pool);
  await tellWhose(pool, customer, await workspaceOf(pool, other.person.email));
  await page.goto(`/admin/webhooks?state=set_aside&customer=${customer}`);
  const count = await page.getByRole("button", { name: /^Replay evt_/ }).count();
  const button = page.getByRole("button", { name: /^Replay (all \d+ that match|1 that matches)$/ });
  await button.click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText(count === 1 ? "Replay 1 delivery?" : `Replay ${count} deliveries?`);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  const stateOf = async () =>
    (await pool.query("SELECT state FROM webhook_events WHERE id = $1", [event])).rows[0].state;
  expect(await stateOf()).toBe("set_aside");
  await button.click();
  await dialog.getByRole("button", { name: `Replay ${count}`, exact: true }).click();
  await expect(page.getByText(/replayed: \d+ went well, 0 failed again\./)).toBeVisible();
  await expect(page.getByText("Nothing matches")).toBeVisible();
  expect(await stateOf()).toBe("processed");
});

test("a comparison with Stripe shows what it found, and the page remembers it", async ({ admin: page }) => {
  await page.goto("/admin/webhooks");
  await page.getByRole("button", { name: "Reconcile now" }).click();
  await expect(page.getByText(/The last one, .* read\. Put right: \d+\./)).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(page.getByText(/The last one, .* read\. Put right: \d+\./)).toBeVisible();
});

for (const what of ["webhooks", "one delivery", "system"] as const) {
  test(`the console's page of ${what} can be read by everybody`, async ({ admin: page, pool }) => {
    const { event } = await payAsStranger(pool);
    const paths = {
      webhooks: "/admin/webhooks",
      "one delivery": `/admin/webhooks/${event}`,
      system: "/admin/system",
    };
    await expectReadable(page, paths[what]);
  });
}

test("a mail that was given up is tried again", async ({ admin: page, person, pool }) => {
  const { rows } = await pool.query(
    `INSERT INTO mails (key, kind, recipient, locale, "values", state, attempts, next_attempt_at, error)
     VALUES (gen_random_uuid()::text, 'no_such_kind', $1, 'en', '{}', 'failed', 30, now(), 'EENVELOPE 550') RETURNING id`,
    [person.email],
  );
  const { id } = rows[0];
  await page.goto("/admin/system");
  await page.getByRole("button", { name: `Try again: ${id}` }).click();
  const told = async () =>
    (
      await pool.query("SELECT 1 FROM audit_events WHERE action = 'job.retried' AND subject = $1", [
        `mail:${id}`,
      ])
    ).rowCount;
  await expect.poll(told).toBe(1);
  await pool.query("DELETE FROM mails WHERE id = $1", [id]);
});
