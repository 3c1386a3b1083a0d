import type { APIRequestContext, Page } from "@playwright/test";
import type pg from "pg";
import { expect, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";

const scopeWords = {
  "codes:read": /Read codes/,
  "codes:write": /Create, change and delete codes/,
  "analytics:read": /Fetch the scans/,
  "usage:read": /See what the plan allows/,
} as const;
type Scope = keyof typeof scopeWords;

/** Makes a key in the browser. @returns its text, as it is shown once */
async function makeKey(page: Page, name: string, ...scopes: Scope[]): Promise<string> {
  await page.goto("/dashboard/settings/api");
  await page.getByLabel("Name").fill(name);
  for (const scope of scopes) await page.getByRole("checkbox", { name: scopeWords[scope] }).check();
  await page.getByRole("button", { name: "Create key" }).click();
  const shown = page.getByRole("region", { name: `Here is the key “${name}”` });
  await expect(shown).toBeFocused();
  const text = await shown.getByText(/^dqr_/).textContent();
  return text ?? "";
}

/** A program of a customer's: no cookies and no Origin, only the key. */
function programOf(request: APIRequestContext, key: string) {
  const headers = { authorization: `Bearer ${key}` };
  return {
    get: (path: string) => request.get(path, { headers }),
    send: (method: "POST" | "PATCH" | "DELETE", path: string, data?: object, more = {}) =>
      request.fetch(path, { method, headers: { ...headers, ...more }, ...(data ? { data } : {}) }),
  };
}

function setTrial(pool: pg.Pool, workspaceId: string, days: number) {
  return pool.query("UPDATE workspaces SET trial_ends_at = now() + make_interval(days => $2) WHERE id = $1", [
    workspaceId,
    days,
  ]);
}

test("a key is made, shown once, used by a program for codes, and ends with its revocation", async ({
  dashboard: page,
  request,
  context,
  person,
  pool,
}) => {
  await page.goto("/dashboard/settings");
  await page.getByRole("link", { name: "Manage API keys" }).click();
  await expect(page.getByRole("heading", { name: "No keys yet" })).toBeVisible();
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByLabel("Name")).toHaveAccessibleDescription(/Please fill this in/);
  await expect(page.getByText("Tick at least one thing")).toBeVisible();

  const key = await makeKey(page, "Till", "codes:read", "codes:write");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy key" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  const row = page.getByRole("row", { name: /Till/ });
  await expect(row).toContainText(key.slice(0, 10));
  await expect(row).toContainText("Never");
  await page.reload();
  await expect(row).toContainText("codes:read, codes:write");
  expect(await page.content()).not.toContain(key);

  const program = programOf(request, key);
  const made = await program.send("POST", "/api/codes", {
    name: "By a program",
    destination: "https://example.com/",
  });
  expect(made.status()).toBe(201);
  const { id } = await made.json();
  expect((await (await program.get("/api/codes")).json()).codes).toMatchObject([{ id }]);
  const changed = await program.send("PATCH", `/api/codes/${id}`, { name: "Renamed" });
  expect(await changed.json()).toMatchObject({ id, name: "Renamed" });
  const image = await program.get(`/api/codes/${id}/image?format=svg`);
  expect(image.headers()["content-type"]).toContain("image/svg+xml");
  expect((await program.send("DELETE", `/api/codes/${id}`)).status()).toBe(204);
  expect((await program.get(`/api/codes/${id}`)).status()).toBe(404);

  const missing = await program.get("/api/entitlements");
  expect(missing.status()).toBe(403);
  expect(await missing.json()).toMatchObject({
    code: "forbidden",
    values: { reason: "missing_scope", scope: "usage:read" },
  });
  const { rows } = await pool.query(
    "SELECT used FROM usage_counters WHERE meter = 'apiCalls' AND workspace_id = $1",
    [await workspaceOf(pool, person.email)],
  );
  expect(rows).toEqual([{ used: 6 }]);

  await page.reload();
  await expect(row).not.toContainText("Never");
  await row.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("heading", { name: "No keys yet" })).toBeVisible();
  const refused = await program.get("/api/codes");
  expect(refused.status()).toBe(401);
  expect(refused.headers()["www-authenticate"]).toBe("Bearer");
  expect(await refused.json()).toMatchObject({ code: "unauthenticated" });
});

test("a key decides where there is a session, too, and none opens what is not a customer's", async ({
  dashboard: page,
  request,
}) => {
  const key = await makeKey(page, "Reader", "codes:read", "analytics:read", "usage:read");
  expect((await page.request.get("/api/codes")).status()).toBe(200);
  for (const wrong of ["Bearer nonsense", "Bearer", `Bearer dqr_${"A".repeat(43)}`]) {
    const answer = await page.request.get("/api/codes", { headers: { authorization: wrong } });
    expect(answer.status(), wrong).toBe(401);
    const headers = { authorization: wrong };
    expect((await page.request.post("/api/codes", { data: {}, headers })).status(), wrong).toBe(401);
  }
  const write = { data: { name: "a", destination: "https://example.com/" } };
  const headers = { authorization: `Bearer ${key}` };
  expect((await page.request.post("/api/codes", { ...write, headers })).status()).toBe(403);

  const program = programOf(request, key);
  expect(await (await program.get("/api/entitlements")).json()).toMatchObject({ tier: "premium" });
  const check = await program.send("POST", "/api/feature-check", { feature: "api_access" });
  expect(await check.json()).toMatchObject({ canAccess: true });
  const csv = await program.get("/api/analytics/export?period=7");
  expect(await csv.text()).toContain(`"scanned_at","code","slug"`);
  for (const path of ["/api/admin/waivers", "/api/billing/subscription", "/api/billing/invoices"]) {
    expect((await program.get(path)).status(), path).toBe(401);
  }
  const preflight = await request.fetch("/api/codes", {
    method: "OPTIONS",
    headers: { origin: "https://shop.example", "access-control-request-method": "GET" },
  });
  expect(preflight.headers()["access-control-allow-origin"]).toBeUndefined();
});

test("on Free the page shows the way to upgrade and the keys sleep; with the plan they work again", async ({
  dashboard: page,
  request,
  person,
  pool,
}) => {
  const key = await makeKey(page, "Website", "codes:read");
  const workspaceId = await workspaceOf(pool, person.email);
  await setTrial(pool, workspaceId, -1);
  await page.reload();
  const main = page.getByRole("main");
  await expect(main.getByText("API access is part of Pro")).toBeVisible();
  await expect(main.getByRole("link", { name: "Upgrade to Pro" })).toHaveAttribute(
    "href",
    "/dashboard/billing",
  );
  await expect(page.getByRole("row", { name: /Website/ })).toContainText("Sleeping");
  await expect(page.getByRole("button", { name: "Create key" })).toHaveCount(0);
  const program = programOf(request, key);
  const refused = await program.get("/api/codes");
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({
    code: "plan_feature",
    values: { feature: "api_access", requiredTier: "premium" },
  });

  await setTrial(pool, workspaceId, 1);
  expect((await program.get("/api/codes")).status()).toBe(200);
  await page.reload();
  await expect(page.getByText("Sleeping")).toHaveCount(0);
});

test("whoever is no owner or admin sees no keys, and a repeated write counts once", async ({
  dashboard: page,
  request,
  person,
  pool,
}) => {
  const key = await makeKey(page, "Shop", "codes:read", "codes:write");
  const workspaceId = await workspaceOf(pool, person.email);
  const program = programOf(request, key);
  const data = { name: "Once", destination: "https://example.com/", slug: `once-${Date.now().toString(36)}` };
  const again = { "idempotency-key": "order-4711" };
  expect((await program.send("POST", "/api/codes", data, again)).status()).toBe(201);
  expect((await program.send("POST", "/api/codes", data, again)).status()).toBe(409);
  const counted = await pool.query(
    "SELECT used FROM usage_counters WHERE meter = 'apiCalls' AND workspace_id = $1",
    [workspaceId],
  );
  expect(counted.rows).toEqual([{ used: 1 }]);

  await pool.query("UPDATE workspace_members SET role = 'VIEWER' WHERE workspace_id = $1", [workspaceId]);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Keys are for owners and admins" })).toBeVisible();
  await expect(page.getByText("Shop")).toHaveCount(0);
  // The key has become a viewer's, too.
  expect((await program.get("/api/codes")).status()).toBe(200);
  expect((await program.send("POST", "/api/codes", { ...data, slug: null })).status()).toBe(403);
});

test("without scripts a key can be made, and is shown once", async ({
  dashboard: signedIn,
  browser,
  stack,
}) => {
  const storageState = await signedIn.context().storageState();
  const context = await browser.newContext({ storageState, javaScriptEnabled: false, baseURL: stack.appUrl });
  const page = await context.newPage();
  await page.goto("/dashboard/settings/api");
  await page.getByLabel("Name").fill("Plain");
  await page.getByRole("checkbox", { name: scopeWords["codes:read"] }).check();
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByText(/^dqr_[\w-]{43}$/)).toBeVisible();
  await page.goto("/dashboard/settings/api");
  await expect(page.getByText(/^dqr_[\w-]{43}$/)).toHaveCount(0);
  await expect(page.getByRole("row", { name: /Plain/ })).toBeVisible();
  await context.close();
});
