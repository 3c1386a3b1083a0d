import { randomUUID } from "node:crypto";
import { allowComplaint, expect, test } from "./fixtures.ts";
import { expectReadable } from "./readable.ts";

const publicPages = [
  "/",
  "/pricing?interval=year&currency=pln",
  "/sign-in",
  "/sign-up",
  "/forgot-password",
  "/auth/confirm?token_hash=x&type=signup",
  "/redeem/WELCOME2026",
  "/no-such-page",
];
const signedInPages = [
  "/dashboard",
  "/dashboard/analytics",
  "/dashboard/usage",
  "/dashboard/codes/new",
  "/dashboard/codes/:id",
  "/dashboard/billing",
  "/dashboard/settings",
  "/dashboard/settings/activity",
  "/dashboard/settings/api",
];
for (const path of publicPages) {
  test(`${path} violates neither accessibility nor policy, and fits a phone`, async ({ page }) => {
    if (path === "/no-such-page") allowComplaint("404");
    await expectReadable(page, path);
  });
}

for (const path of signedInPages) {
  test(`${path} violates neither accessibility nor policy, and fits a phone`, async ({
    dashboard: page,
    stack,
  }) => {
    const made = await page.request.post("/api/codes", {
      data: {
        name: "Donaudampfschifffahrtsgesellschaftskapitän".repeat(2),
        slug: `${"x".repeat(40)}${randomUUID().replaceAll("-", "").slice(0, 24)}`,
        destination: `https://example.com/${"long".repeat(100)}`,
      },
      headers: { origin: new URL(stack.appUrl).origin },
    });
    const { id } = await made.json();
    await expectReadable(page, path.replace(":id", id));
  });
}

test("every answer carries the security headers, errors included", async ({ request }) => {
  for (const path of [
    "/",
    "/pl",
    "/sign-in",
    "/dashboard",
    "/no-such-page",
    "/no-such.file",
    "/%E0%A4%A",
    "/_next/static/no-such-file.js",
    "/robots.txt",
    "/api/health",
    "/api/nothing",
    "/r/no-such-code",
    "/favicon.svg",
  ]) {
    const answer = await request.get(path, { maxRedirects: 0 });
    const headers = answer.headers();
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBeTruthy();
    expect(headers["x-frame-options"], path).toBe("DENY");
    expect(headers["x-powered-by"], path).toBeUndefined();
    if (headers["content-type"]?.includes("text/html")) {
      expect(headers["content-security-policy"], path).toMatch(/default-src '(self|none)'/);
      expect(headers["content-security-policy"], path).not.toContain("unsafe-eval");
      expect(headers["content-security-policy"], path).not.toMatch(/script-src[^;]*unsafe-inline/);
    }
  }
});

test("a nonce is used once", async ({ request }) => {
  const nonceOf = async () =>
    /'nonce-([^']+)'/.exec((await request.get("/")).headers()["content-security-policy"] ?? "")?.[1];
  const first = await nonceOf();
  expect(first).toBeTruthy();
  expect(await nonceOf()).not.toBe(first);
});

test("the session's cookies are out of reach of scripts, and signed-in pages are not stored", async ({
  dashboard: page,
}) => {
  const cookies = (await page.context().cookies()).filter(({ name }) => name.startsWith("sb-"));
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  const answer = await page.request.get("/dashboard");
  expect(answer.headers()["cache-control"]).toContain("no-store");
});

test("a page asks for nothing of another page before its link is followed", async ({ dashboard: page }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).searchParams.has("_rsc")) asked.push(request.url());
  });
  await page.goto("/dashboard/billing", { waitUntil: "networkidle" });
  expect(asked).toEqual([]);
  await page.getByRole("link", { name: "Usage", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Usage" })).toBeVisible();
  expect(asked).not.toEqual([]);
});

test("somebody with a keyboard alone makes a code", async ({ dashboard: page }) => {
  const press = (key: string) => page.keyboard.press(key);
  const focused = () =>
    page.evaluate(
      () => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute("name"),
    );
  const tabTo = async (what: string) => {
    for (let step = 0; step < 40; step++) {
      await press("Tab");
      if ((await focused()) === what) return;
    }
    throw new Error(`the keyboard does not reach ${what}`);
  };
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("Skip to the content");
  await tabTo("New code");
  await press("Enter");
  await page.waitForURL("**/codes/new");
  await tabTo("name");
  await page.keyboard.type("By hand");
  await tabTo("destination");
  await page.keyboard.type("example.com/keyboard");
  await press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "By hand" })).toBeVisible();
  await tabTo("Pause");
  await press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await focused()).toBe("Pause");
});
