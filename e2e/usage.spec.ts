import type { Page } from "@playwright/test";
import type pg from "pg";
import { allowComplaint, expect, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";
import type { Mail, Mailbox } from "./mailbox.ts";
import { expectAccessible, expectFitsPhone } from "./readable.ts";
import type { Stack } from "./stack.ts";

type Uses = { meter: "analyticsQueries" | "exports" | "apiCalls"; count: number; daysAgo?: number };

/** Uses as the product records them, before anything is counted of them. */
async function recordUses(pool: pg.Pool, workspaceId: string, { meter, count, daysAgo = 0 }: Uses) {
  const at = `now() - ${daysAgo} * interval '1 day'`;
  await pool.query(
    `INSERT INTO usage_events (workspace_id, meter, key, at)
     SELECT $1, $2, gen_random_uuid()::text, ${at} FROM generate_series(1, $3::int)`,
    [workspaceId, meter, count],
  );
  await pool.query(
    `INSERT INTO usage_daily (workspace_id, meter, day, used)
     VALUES ($1, $2, ((${at}) AT TIME ZONE 'UTC')::date, $3)`,
    [workspaceId, meter, count],
  );
}

function setUsed(pool: pg.Pool, workspaceId: string, meter: Uses["meter"], used: number) {
  return pool.query("UPDATE usage_counters SET used = $3 WHERE workspace_id = $1 AND meter = $2", [
    workspaceId,
    meter,
    used,
  ]);
}

/** Free with the details of its scans, as a person of ours may grant them: 300 queries a month. */
async function grantDetailsOnFree(pool: pg.Pool, workspaceId: string) {
  await pool.query("UPDATE workspaces SET trial_ends_at = now() - interval '1 minute' WHERE id = $1", [
    workspaceId,
  ]);
  await pool.query(
    `INSERT INTO entitlement_overrides (workspace_id, effect, feature, reason, created_by)
     VALUES ($1, 'grant', 'detailed_analytics', 'journey', 'system')`,
    [workspaceId],
  );
}

/** The workspace began so long ago: its months begin on that day. */
function beganDaysAgo(pool: pg.Pool, workspaceId: string, days: number) {
  return pool.query("UPDATE workspaces SET created_at = now() - $2 * interval '1 day' WHERE id = $1", [
    workspaceId,
    days,
  ]);
}

const row = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

async function exportScans(page: Page): Promise<number> {
  return (await page.request.get("/api/analytics/export")).status();
}

async function makeCode(page: Page, stack: Stack, name: string): Promise<string> {
  const made = await page.request.post("/api/codes", {
    data: { name, destination: "https://example.com/" },
    headers: { origin: new URL(stack.appUrl).origin },
  });
  return (await made.json()).slug;
}

/** Lets what the product does every few minutes come at once. */
async function runJobs(page: Page, { jobsSecret }: Stack): Promise<void> {
  const run = await page.request.post("/api/jobs/run", {
    headers: { authorization: `Bearer ${jobsSecret}` },
  });
  expect(await run.json()).toMatchObject({ failed: [] });
}

const about = (mails: Mail[], text: string) => mails.filter(({ subject }) => subject.includes(text));

async function mailOf(mailbox: Mailbox, email: string, subject: string): Promise<Mail> {
  await expect.poll(async () => about(await mailbox.all(email), subject).length).toBeGreaterThan(0);
  const [mail] = about(await mailbox.all(email), subject);
  if (!mail) throw new Error("the mail is gone");
  return mail;
}

test("the page's numbers are what was done", async ({ dashboard: page, person, pool, stack }) => {
  await page.goto("/dashboard/usage");
  await expect(page.getByRole("heading", { name: "Nothing is used yet" })).toBeVisible();
  const slug = await makeCode(page, stack, "Menu");
  await makeCode(page, stack, "Flyer");
  for (let scan = 0; scan < 4; scan++) await page.request.get(`/r/${slug}`, { maxRedirects: 0 });
  for (let time = 0; time < 3; time++) expect(await exportScans(page)).toBe(200);
  const workspaceId = await workspaceOf(pool, person.email);
  // Scans are written down a moment after their answer.
  await expect(async () => {
    await page.goto("/dashboard/usage");
    await expect(row(page, "Scans").getByRole("meter")).toHaveAttribute("value", "4", { timeout: 500 });
  }).toPass();
  await page.goto("/dashboard/analytics");
  await expect(page.getByText("Scans by day").first()).toBeAttached();
  await page.goto("/dashboard/usage");
  await expect(page.getByRole("heading", { name: "Nothing is used yet" })).toBeHidden();
  await expect(row(page, "Codes")).toContainText("2");
  await expect(row(page, "Codes")).toContainText("Unlimited");
  await expect(row(page, "Exports").getByRole("meter")).toHaveAttribute("aria-valuetext", "3 of 100 exports");
  const { rows } = await pool.query(
    "SELECT count(*)::int AS n FROM usage_events WHERE workspace_id = $1 AND meter = 'analyticsQueries'",
    [workspaceId],
  );
  expect(rows[0].n).toBe(1);
  await expect(row(page, "Analytics queries").getByRole("meter")).toHaveAttribute("value", "1");
  await expect(row(page, "Members").getByRole("meter")).toHaveAttribute("value", "1");
  const answer = await (await page.request.get("/api/usage")).json();
  const exported = answer.meters.find(({ meter }: { meter: string }) => meter === "exports");
  expect(exported).toMatchObject({ used: 3, limit: 100 });
});

test("a quota's grace, and then its block, in words, in both languages", async ({
  dashboard: page,
  person,
  pool,
}) => {
  const workspaceId = await workspaceOf(pool, person.email);
  await grantDetailsOnFree(pool, workspaceId);
  await recordUses(pool, workspaceId, { meter: "analyticsQueries", count: 311 });
  await page.goto("/dashboard/analytics");
  const notice = page
    .getByRole("main")
    .getByRole("region", { name: "Analytics queries: limit of your plan" });
  await expect(notice).toContainText("Limit reached, still working");
  await expect(notice).toContainText(
    /You have used 312 of 300 analytics queries this month\. They go on working until \w+ \d+ or 360, whichever comes first\. .* come back on \w+ \d+, or at once with Pro\./,
  );
  await expect(
    page.getByText("Scans by day").or(page.getByText("No scan in this time")).first(),
  ).toBeAttached();
  // The same question again is not counted again.
  await page.goto("/pl/dashboard/analytics");
  await expect(page.getByRole("main")).toContainText(
    /W tym miesiącu wykorzystano 312 z 300 zapytań o statystyki\. Działają dalej do \d+ \S+ albo do 360/,
  );

  await setUsed(pool, workspaceId, "analyticsQueries", 360);
  // The way back to English: the browser has learnt Polish.
  await page.goto("/en/dashboard/analytics");
  await expect(notice).toContainText("Used up");
  await expect(notice).toContainText(
    /You have used 360 of 300 analytics queries this month\. The details of your scans come back on \w+ \d+, or at once with Pro\. Every scan is recorded all the same\./,
  );
  await expect(page.getByRole("heading", { name: "Countries" })).toBeHidden();
  await expect(notice.getByRole("link", { name: "Upgrade to Pro" })).toHaveAttribute(
    "href",
    "/dashboard/billing",
  );
  await page.goto("/pl/dashboard/analytics");
  await expect(page.getByRole("main")).toContainText(
    /W tym miesiącu wykorzystano 360 z 300 zapytań o statystyki\. Szczegóły skanów wrócą \d+ \S+ albo od razu w planie Pro\./,
  );
  await page.goto("/pl/dashboard/usage");
  await expect(row(page, "Zapytania o statystyki")).toContainText("Wyczerpane");
});

test("an export beyond the grace is refused with the day on which it is possible again", async ({
  dashboard: page,
  person,
  pool,
}) => {
  await recordUses(pool, await workspaceOf(pool, person.email), { meter: "exports", count: 119 });
  expect(await exportScans(page)).toBe(200);
  const refused = await page.request.get("/api/analytics/export");
  expect(refused.status()).toBe(403);
  const { code, values } = await refused.json();
  expect(code).toBe("quota_reached");
  expect(values).toMatchObject({ meter: "exports", used: 120, limit: 100 });
  expect(new Date(values.resetsAt).getTime()).toBeGreaterThan(Date.now());

  allowComplaint("403");
  await page.goto("/dashboard/analytics");
  const notice = page.getByRole("main").getByRole("region", { name: "Exports: limit of your plan" });
  await expect(notice).toContainText(
    /You have used 120 of 100 exports this month\. The next export is possible on \w+ \d+, or at once with Enterprise\./,
  );
  await expect(page.getByRole("link", { name: "Export as CSV" })).toBeHidden();
});

test("at 80 percent it is said once, on the pages and by mail, and is put away for good", async ({
  dashboard: page,
  mailbox,
  person,
  pool,
  stack,
}) => {
  const workspaceId = await workspaceOf(pool, person.email);
  await recordUses(pool, workspaceId, { meter: "exports", count: 79 });
  expect(await exportScans(page)).toBe(200);
  await runJobs(page, stack);
  const mail = await mailOf(mailbox, person.email, "80 of 100 exports");
  expect(mail.text).toContain("You have used 80 of 100 exports this month.");
  expect(mail.html).toContain("80 of 100 exports");
  expect(new URL(mail.link("/dashboard/settings")).hash).toBe("#usage-mails");
  expect(await exportScans(page)).toBe(200);
  await runJobs(page, stack);

  await page.reload();
  const banner = page.getByRole("complementary", { name: "Notices" });
  await expect(banner).toContainText("You have used 81 of 100 exports this month.");
  await banner.getByRole("link", { name: "See your usage" }).click();
  await page.waitForURL("**/dashboard/usage");
  await expect(row(page, "Exports")).toContainText("Nearly used up");
  await banner.getByRole("button", { name: "Dismiss" }).press("Enter");
  await expect(banner).toBeHidden();
  await expect(page.getByRole("main")).toBeFocused();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Usage" })).toBeVisible();
  await expect(banner).toBeHidden();

  // The next threshold is news again.
  await setUsed(pool, workspaceId, "exports", 99);
  expect(await exportScans(page)).toBe(200);
  await runJobs(page, stack);
  await page.reload();
  await expect(banner).toContainText(/They go on working until \w+ \d+ or 120/);
  await mailOf(mailbox, person.email, "100 of 100 exports");
  const mails = await mailbox.all(person.email);
  for (const amount of ["80 of 100 exports", "100 of 100 exports"]) {
    expect(about(mails, amount), amount).toHaveLength(1);
  }
});

test("who wants no such mails gets none, and sees the notice all the same", async ({
  dashboard: page,
  mailbox,
  person,
  pool,
  stack,
}) => {
  await page.goto("/dashboard/settings");
  await page.getByLabel("None; notices on the pages remain").check();
  await page.getByRole("button", { name: "Save the choice" }).click();
  await expect(page.getByText("Your choice is saved.")).toBeVisible();
  const workspaceId = await workspaceOf(pool, person.email);
  await recordUses(pool, workspaceId, { meter: "exports", count: 89 });
  expect(await exportScans(page)).toBe(200);
  await runJobs(page, stack);
  await page.goto("/dashboard");
  await expect(page.getByRole("complementary", { name: "Notices" })).toContainText("90 of 100 exports");
  const { rows } = await pool.query("SELECT kind FROM mails WHERE workspace_id = $1", [workspaceId]);
  expect(rows.map(({ kind }) => kind)).not.toContain("usage_notice");

  // Only from the limit on: what comes at 100 percent is sent.
  await page.goto("/pl/dashboard/settings");
  await page.getByLabel("Dopiero od 100 procent").check();
  await page.getByRole("button", { name: "Zapisz wybór" }).click();
  await expect(page.getByText("Twój wybór jest zapisany.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Dopiero od 100 procent")).toBeChecked();
  await setUsed(pool, workspaceId, "exports", 99);
  expect(await exportScans(page)).toBe(200);
  await runJobs(page, stack);
  await mailOf(mailbox, person.email, "100 of 100 exports");
});

test("what is near, over and reached is readable on a phone, in both themes and languages", async ({
  dashboard: page,
  person,
  pool,
  stack,
}) => {
  const workspaceId = await workspaceOf(pool, person.email);
  await beganDaysAgo(pool, workspaceId, 100);
  await makeCode(page, stack, "Menu");
  for (let daysAgo = 0; daysAgo < 95; daysAgo += 5) {
    await recordUses(pool, workspaceId, { meter: "exports", count: 3 + (daysAgo % 7), daysAgo });
  }
  await recordUses(pool, workspaceId, { meter: "analyticsQueries", count: 10_240 });
  await page.setViewportSize({ width: 360, height: 740 });
  for (const [language, theme] of [
    ["", "light"],
    ["/pl", "dark"],
  ] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.goto(`${language}/dashboard/usage`);
    await expect(page.getByRole("meter").first()).toBeAttached();
    await expectFitsPhone(page);
    await expectAccessible(page);
    await page.screenshot({ path: test.info().outputPath(`phone-${theme}.png`), fullPage: true });
  }
});
