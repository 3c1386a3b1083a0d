import type { Page } from "@playwright/test";
import type pg from "pg";
import { expect, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";

/** Thirty scans of people yesterday, a minute after the other, as the recording leaves them. */
async function scanThirtyTimes(pool: pg.Pool, codeId: string): Promise<void> {
  await pool.query(
    `INSERT INTO scan_events (scanned_at, qr_code_id, device, is_bot, visitor_hash)
     SELECT date_trunc('day', now(), 'UTC') - interval '1 day' + i * interval '1 minute', $1::uuid, 'mobile', false,
            decode(md5($1::uuid::text || i), 'hex')
     FROM generate_series(1, 30) AS i`,
    [codeId],
  );
  await pool.query(
    `INSERT INTO scan_daily SELECT qr_code_id, (scanned_at AT TIME ZONE 'UTC')::date, count(*), 0
     FROM scan_events WHERE qr_code_id = $1 GROUP BY 1, 2`,
    [codeId],
  );
  await pool.query("INSERT INTO scan_totals VALUES ($1, 30, 0, now())", [codeId]);
}

/** Twenty scans a month, and with the grace twenty-four; the month began ten days ago. */
async function leaveTwenty(pool: pg.Pool, workspaceId: string): Promise<void> {
  await pool.query("UPDATE workspaces SET created_at = now() - interval '10 days' WHERE id = $1", [
    workspaceId,
  ]);
  await pool.query(
    `INSERT INTO entitlement_overrides (workspace_id, effect, limit_name, limit_value, reason, created_by)
     VALUES ($1, 'deny', 'trackedScans', 20, 'journey', 'system')`,
    [workspaceId],
  );
}

async function exportedScans(page: Page): Promise<number> {
  const text = await (await page.request.get("/api/analytics/export")).text();
  return text.trimEnd().split("\r\n").length - 1;
}

test("scans beyond the quota are recorded and not shown, until a higher limit shows them", async ({
  dashboard: page,
  person,
  pool,
  stack,
}) => {
  const made = await page.request.post("/api/codes", {
    data: { name: "Menu", destination: "https://example.com/" },
    headers: { origin: new URL(stack.appUrl).origin },
  });
  const codeId: string = (await made.json()).id;
  const workspaceId = await workspaceOf(pool, person.email);
  await scanThirtyTimes(pool, codeId);
  await leaveTwenty(pool, workspaceId);
  const hiddenInPolish = page.getByRole("region", { name: "Skany, których nie widać" });
  const hidden = page.getByRole("region", { name: "Scans that are not shown" });
  const total = page.locator("dt", { hasText: "Scans in all" }).locator("+ dd");

  await page.goto("/dashboard/analytics");
  await expect(hidden).toContainText("6 scans are recorded and not shown");
  await expect(total).toContainText("30");
  expect(await exportedScans(page)).toBe(24);
  await page.goto("/dashboard/usage");
  await expect(hidden).toContainText("6 scans are recorded and not shown");

  await pool.query("DELETE FROM entitlement_overrides WHERE workspace_id = $1", [workspaceId]);
  await page.goto("/dashboard/analytics");
  await expect(page.getByText("Scans by day").first()).toBeAttached();
  await expect(hidden).toBeHidden();
  expect(await exportedScans(page)).toBe(30);

  await leaveTwenty(pool, workspaceId);
  await page.goto("/pl/dashboard/usage");
  await expect(page.getByRole("heading", { name: "Zużycie" })).toBeVisible();
  await expect(hiddenInPolish).toBeHidden();
});

test("a link that is seen, and a guess of the browser's, count no question; a page that is opened is one", async ({
  dashboard: page,
  person,
  pool,
}) => {
  const workspaceId = await workspaceOf(pool, person.email);
  const counted = async () =>
    (
      await pool.query("SELECT FROM usage_events WHERE workspace_id = $1 AND meter = 'analyticsQueries'", [
        workspaceId,
      ])
    ).rowCount;
  const link = page.getByRole("navigation").getByRole("link", { name: "Analytics" });
  await link.hover();
  await page.getByRole("navigation").getByRole("link", { name: "Usage" }).click();
  await expect(page.getByRole("heading", { name: "Usage" })).toBeVisible();
  const guess = await page.request.get("/dashboard/analytics", { headers: { "sec-purpose": "prefetch" } });
  expect(guess.status()).toBe(503);
  expect(await counted()).toBe(0);
  await link.click();
  await expect(page.getByRole("heading", { name: "Analytics" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Analytics" })).toBeVisible();
  expect(await counted()).toBe(1);
});
