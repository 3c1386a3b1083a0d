import { startServerProcess } from "../sandbox/testing/server-process.ts";
import { severableWire } from "../src/platform/db/severable-wire.testing.ts";
import { allowComplaint, expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import { readStackVariables } from "./stack.ts";

test("while Postgres is away printed codes go on, the dashboard says so, and both come back by themselves", async ({
  page,
  person,
  stack,
  pool,
}) => {
  // React tells the browser that a page could not be made on the server (its error 441).
  for (const text of ["500", "503", "#441"]) allowComplaint(text);
  const wire = await severableWire(stack.databaseUrl);
  const database = { DATABASE_URL: wire.url, DIRECT_DATABASE_URL: wire.url };
  const { url, kill } = await startServerProcess({
    ...readStackVariables(),
    ...database,
    LOG_LEVEL: "silent",
  });
  try {
    await signIn(page, person, url);
    await page.waitForURL("**/dashboard");
    const made = await page.request.post(`${url}/api/codes`, {
      data: { name: "Survivor", destination: "https://example.com/" },
      headers: { origin: url },
    });
    const { slug } = await made.json();
    const scan = async () => (await page.request.get(`${url}/r/${slug}`, { maxRedirects: 0 })).status();
    expect(await scan()).toBe(302);

    await page.goto(`${url}/dashboard/codes/new`);
    await page.getByLabel("Name").fill("Typed in vain");
    await page.getByLabel("Destination").fill("https://example.org/");
    await wire.sever();

    await page.getByRole("button", { name: "Create code" }).click();
    await expect(
      page.getByRole("alert").filter({ hasText: "A part of our service does not answer right now" }),
    ).toBeVisible();
    await expect(page.getByLabel("Name")).toHaveValue("Typed in vain");
    for (let visit = 0; visit < 20; visit++) expect(await scan()).toBe(302);
    expect((await page.request.get(`${url}/api/ready`)).status()).toBe(503);
    expect((await page.request.get(`${url}/api/codes`)).status()).toBe(503);
    await page.goto(`${url}/dashboard`);
    await expect(page.getByRole("heading", { name: "We cannot reach our database" })).toBeVisible();

    await wire.mend();
    // Nobody touches the page: it notices by itself.
    await expect(page.getByRole("link", { name: "Survivor" })).toBeVisible({ timeout: 20_000 });
    await expect
      .poll(async () => {
        const { rows } = await pool.query(
          "SELECT t.scans::int AS n FROM scan_totals t JOIN qr_codes c ON c.id = t.qr_code_id WHERE c.slug = $1",
          [slug],
        );
        return rows[0]?.n;
      })
      .toBe(21);
    const { rows } = await pool.query("SELECT 1 FROM qr_codes WHERE name = 'Typed in vain'");
    expect(rows).toEqual([]);
  } finally {
    // What the page still loads would be cut off, and the browser complain.
    await page.goto("about:blank");
    await kill();
    await wire.close();
  }
});
