import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { decode } from "../src/lib/codes/image/decode.testing.ts";
import { allowComplaint, expect, test } from "./fixtures.ts";

const phone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

async function createCode(page: Page, name: string, destination: string, slug = ""): Promise<void> {
  await page.goto("/dashboard/codes/new");
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Destination").fill(destination);
  if (slug) await page.getByLabel("Short link").fill(slug);
  await page.getByRole("button", { name: "Create code" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** The short link as the code's page shows it. */
async function shortLink(page: Page): Promise<string> {
  const link = await page.getByRole("link", { name: /\/r\// }).getAttribute("href");
  if (!link) throw new Error("no short link on the page");
  return link;
}

test("a code is made, scanned, sent elsewhere and scanned again; the count grows", async ({
  dashboard: page,
  request,
  pool,
}) => {
  await createCode(page, "Menu", "example.com/menu");
  const link = await shortLink(page);

  const scan = () => request.get(link, { maxRedirects: 0, headers: { "user-agent": phone } });
  const first = await scan();
  expect(first.status()).toBe(302);
  expect(first.headers().location).toBe("https://example.com/menu");

  await page.getByLabel("Destination").fill("https://example.org/new");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved.", { exact: false })).toBeVisible();
  // A change made anywhere is seen within a second.
  await expect
    .poll(async () => (await scan()).headers().location, { timeout: 1000 })
    .toBe("https://example.org/new");

  await expect
    .poll(async () => {
      const { rows } = await pool.query(
        "SELECT count(*)::int AS n FROM scan_events e JOIN qr_codes c ON c.id = e.qr_code_id WHERE c.slug = $1",
        [new URL(link).pathname.split("/").at(-1)],
      );
      return rows[0].n;
    })
    .toBeGreaterThanOrEqual(2);
  await page.reload();
  await expect(page.getByRole("main")).toContainText(/Scans in all\s*[2-9]/);
});

test("the downloaded PNG, read by an independent decoder, is the short link; SVG and PDF come too", async ({
  dashboard: page,
}) => {
  await createCode(page, "Żółw & sól", "https://example.com/");
  const link = await shortLink(page);
  await page.getByLabel("Size (mm)").fill("25");
  await page.getByLabel("Error correction").selectOption("H");
  const save = async (format: string) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: format, exact: true }).click(),
    ]);
    return { name: download.suggestedFilename(), body: readFileSync(await download.path()) };
  };
  const png = await save("PNG");
  expect(png.name, png.body.toString("latin1").slice(0, 200)).toBe("Żółw & sól.png");
  expect(await decode(Uint8Array.from(png.body))).toEqual([link]);
  expect((await save("SVG")).body.toString()).toContain('width="25mm"');
  expect((await save("PDF")).body.subarray(0, 5).toString()).toBe("%PDF-");
});

test("bad input is refused beside its field, what was typed stays, and nothing is written", async ({
  dashboard: page,
  pool,
  person,
}) => {
  await page.goto("/dashboard/codes/new");
  await page.getByLabel("Name").fill("Trap");
  await page.getByLabel("Destination").fill("http://0xa.1/");
  await page.getByLabel("Short link").fill("no spaces!");
  await page.getByLabel("Expires").fill("2020-01-01T10:00");
  await page.getByRole("button", { name: "Create code" }).click();

  await expect(page.getByLabel("Destination")).toHaveAccessibleDescription(
    /cannot be reached from the internet/,
  );
  await expect(page.getByLabel("Destination")).toBeFocused();
  await expect(page.getByLabel("Expires")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Short link")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Name")).toHaveValue("Trap");
  await expect(page.getByLabel("Destination")).toHaveValue("http://0xa.1/");
  await expect(page.getByLabel("Expires")).toHaveValue("2020-01-01T10:00");
  const { rows } = await pool.query(
    "SELECT 1 FROM qr_codes c JOIN workspace_members m USING (workspace_id) JOIN profiles p ON p.id = m.profile_id WHERE p.email = $1",
    [person.email],
  );
  expect(rows).toEqual([]);
});

test("a slug that is taken is refused beside its field", async ({ dashboard: page }) => {
  const slug = `menu-${Date.now().toString(36)}`;
  await createCode(page, "First", "https://example.com/", slug);
  await page.goto("/dashboard/codes/new");
  await page.getByLabel("Name").fill("Second");
  await page.getByLabel("Destination").fill("https://example.com/");
  await page.getByLabel("Short link").fill(slug.toUpperCase());
  await page.getByRole("button", { name: "Create code" }).click();
  await expect(page.getByLabel("Short link")).toHaveAccessibleDescription(/already in use/);
});

test("an expired code answers 410 in the visitor's language, and the list says so", async ({
  dashboard: page,
  request,
  pool,
}) => {
  await createCode(page, "Summer sale", "https://example.com/sale");
  const link = await shortLink(page);
  const slug = new URL(link).pathname.split("/").at(-1);
  await page.goto("/dashboard");
  await expect(page.getByRole("row", { name: /Summer sale/ })).toContainText("No expiry");

  await pool.query("UPDATE qr_codes SET expires_at = now() + interval '3 days' WHERE slug = $1", [slug]);
  await page.reload();
  await expect(page.getByRole("row", { name: /Summer sale/ })).toContainText("Expires in 3 days");

  await pool.query("UPDATE qr_codes SET expires_at = now() - interval '1 second' WHERE slug = $1", [slug]);
  await page.reload();
  await expect(page.getByRole("row", { name: /Summer sale/ })).toContainText("Expired");
  await expect
    .poll(async () => (await request.get(link, { maxRedirects: 0 })).status(), { timeout: 2000 })
    .toBe(410);
  const polish = await request.get(link, {
    maxRedirects: 0,
    headers: { "accept-language": "pl-PL,pl;q=0.9" },
  });
  expect(await polish.text()).toContain('<html lang="pl"');
});

test("pause shows the owner's words without the link, resume brings it back; delete can be undone", async ({
  dashboard: page,
  request,
}) => {
  await createCode(page, "Terrace", "https://example.com/terrace");
  const link = await shortLink(page);
  const answer = () => request.get(link, { maxRedirects: 0 });

  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByLabel("A message for your visitors").fill("Back in <spring>");
  await page.getByRole("button", { name: "Pause code" }).click();
  await expect(page.getByText("Back in <spring>")).toBeVisible();
  await expect.poll(async () => (await answer()).status(), { timeout: 1000 }).not.toBe(302);
  const paused = await (await answer()).text();
  expect(paused).toContain("Back in &lt;spring&gt;");
  expect(paused).not.toContain("example.com/terrace");

  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect.poll(async () => (await answer()).status(), { timeout: 1000 }).toBe(302);

  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Delete code" }).click();
  await expect(page.getByText("The code was deleted.")).toBeVisible();
  await expect.poll(async () => (await answer()).status(), { timeout: 1000 }).toBe(410);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Terrace" })).toBeVisible();
  // What can no longer be undone is not offered.
  await page.goBack();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Codes" })).toBeVisible();
  await expect(page.getByText("The code was deleted.")).toHaveCount(0);
  await page.goForward();
  await expect.poll(async () => (await answer()).status(), { timeout: 1000 }).toBe(302);
});

test("hundreds of codes are searched, filtered, sorted and paged", async ({
  dashboard: page,
  pool,
  person,
}) => {
  await pool.query(
    `INSERT INTO qr_codes (workspace_id, slug, name, destination, updated_at, created_at)
     SELECT m.workspace_id, 'bulk' || substr(md5(random()::text), 1, 12) || i, 'Table ' || lpad(i::text, 3, '0'),
            'https://example.com/' || i, now(), now() - make_interval(secs => i)
     FROM generate_series(1, 260) i, workspace_members m JOIN profiles p ON p.id = m.profile_id WHERE p.email = $1`,
    [person.email],
  );
  await page.goto("/dashboard");
  await expect(page.getByText("260 codes").first()).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(26);
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(page.getByRole("row", { name: /Table 026/ })).toBeVisible();

  await page.getByLabel("Search").fill("table 25");
  await page.getByLabel("Sort by").selectOption("name");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/q=table\+25/);
  await expect(page.getByRole("row")).toHaveCount(11);
  await expect(page.getByRole("row").nth(1)).toContainText("Table 250");

  await page.getByLabel("Search").fill("100% nothing_like");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("heading", { name: "Nothing matches" })).toBeVisible();
});

test("somebody else's code is not found, whichever way it is asked for", async ({
  dashboard: page,
  pool,
}) => {
  const { rows } = await pool.query(
    `WITH w AS (INSERT INTO workspaces (name, updated_at) VALUES ('Other', now()) RETURNING id)
     INSERT INTO qr_codes (workspace_id, slug, name, destination, updated_at)
     SELECT id, 'other' || substr(md5(random()::text), 1, 12), 'Secret', 'https://example.com/', now() FROM w RETURNING id`,
  );
  const id = rows[0].id;
  allowComplaint("404");
  const answer = await page.goto(`/dashboard/codes/${id}`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByText("Secret")).toHaveCount(0);
  for (const path of [`/api/codes/${id}`, `/api/codes/${id}/image?format=png`]) {
    expect((await page.request.get(path)).status()).toBe(404);
  }
  const headers = { origin: new URL(page.url()).origin };
  const change = await page.request.patch(`/api/codes/${id}`, { data: { name: "Mine" }, headers });
  expect(change.status()).toBe(404);
  expect((await page.request.delete(`/api/codes/${id}`, { headers })).status()).toBe(404);
  const after = await pool.query("SELECT name, deleted_at FROM qr_codes WHERE id = $1", [id]);
  expect(after.rows).toEqual([{ name: "Secret", deleted_at: null }]);
});
