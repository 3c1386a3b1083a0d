import { randomUUID } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { allowComplaint, expect, test } from "./fixtures.ts";

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
  "/dashboard/billing",
  "/dashboard/settings",
  "/dashboard/settings/api",
];
const languages = ["", "/pl"];
const themes = ["light", "dark"] as const;

/** Every page under every theme hydrates, logs nothing, and axe finds nothing. */
async function inspect(page: import("@playwright/test").Page, path: string, theme: (typeof themes)[number]) {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${path} ${theme} ${id}: ${nodes.map((n) => n.html).join(" | ")}`),
  ).toEqual([]);
}

for (const theme of themes) {
  for (const language of languages) {
    test(`public pages ${language || "/en"} ${theme}: no violation of accessibility or policy`, async ({
      page,
    }) => {
      allowComplaint("404");
      for (const path of publicPages) await inspect(page, language + path, theme);
    });

    test(`signed-in pages ${language || "/en"} ${theme}: no violation of accessibility or policy`, async ({
      dashboard: page,
      stack,
    }) => {
      const made = await page.request.post("/api/codes", {
        data: { name: "Inspected", destination: "https://example.com/" },
        headers: { origin: new URL(stack.appUrl).origin },
      });
      const { id } = await made.json();
      for (const path of [...signedInPages, `/dashboard/codes/${id}`])
        await inspect(page, language + path, theme);
    });
  }
}

test("no page is wider than a phone of 360 pixels", async ({ dashboard: page, stack }) => {
  allowComplaint("404");
  const made = await page.request.post("/api/codes", {
    data: {
      name: "Donaudampfschifffahrtsgesellschaftskapitän".repeat(2),
      slug: `${"x".repeat(40)}${randomUUID().replaceAll("-", "").slice(0, 24)}`,
      destination: `https://example.com/${"long".repeat(100)}`,
    },
    headers: { origin: new URL(stack.appUrl).origin },
  });
  const { id } = await made.json();
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of [...publicPages, ...signedInPages, `/dashboard/codes/${id}`]) {
    for (const language of languages) {
      await page.goto(language + path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, language + path).toBeLessThanOrEqual(360);
    }
  }
});

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
