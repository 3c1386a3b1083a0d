import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures.ts";
import { allRoutes } from "./routes.ts";

/**
 * What somebody without a session gets. Every page and route of the product stands here: a new
 * one fails the first test until it is decided who may see it.
 */
const anonymous: Record<string, "public" | "sign-in" | 401> = {
  "/": "public",
  "/[...rest]": "public",
  "/admin": "sign-in",
  "/admin/api-keys": "sign-in",
  "/admin/attention": "sign-in",
  "/admin/audit": "sign-in",
  "/admin/overrides": "sign-in",
  "/admin/promo": "sign-in",
  "/admin/promo/[id]": "sign-in",
  "/admin/promo/discounts": "sign-in",
  "/admin/promo/discounts/[id]": "sign-in",
  "/admin/promo/discounts/new": "sign-in",
  "/admin/promo/new": "sign-in",
  "/admin/revenue": "sign-in",
  "/admin/revenue/rows": "sign-in",
  "/admin/second-factor": "sign-in",
  "/admin/sign-ups": "sign-in",
  "/admin/system": "sign-in",
  "/admin/users": "sign-in",
  "/admin/users/[id]": "sign-in",
  "/admin/waivers": "sign-in",
  "/admin/webhooks": "sign-in",
  "/admin/webhooks/[id]": "sign-in",
  "/api/[...rest]": "public",
  "/api/admin/console/audit/export": 401,
  "/api/admin/console/promo-batches/[id]/export": 401,
  "/api/admin/console/reconciliation": 401,
  "/api/admin/console/revenue/rows": 401,
  "/api/admin/console/users/[id]/export": 401,
  "/api/admin/events/[id]/replay": 401,
  "/api/admin/events/replay": 401,
  "/api/admin/overrides": 401,
  "/api/admin/overrides/[id]": 401,
  "/api/admin/reconcile": 401,
  "/api/admin/waivers": 401,
  "/api/admin/waivers/[workspaceId]": 401,
  "/api/analytics/export": 401,
  "/api/billing/checkout": 401,
  "/api/billing/discount/preview": 401,
  "/api/billing/invoices": 401,
  "/api/billing/invoices/[id]/pay": 401,
  "/api/billing/invoices/[id]/pdf": 401,
  "/api/billing/payment-methods": 401,
  "/api/billing/payment-methods/[id]": 401,
  "/api/billing/portal": 401,
  "/api/billing/restore": 401,
  "/api/billing/subscription": 401,
  "/api/billing/subscription/pending": 401,
  "/api/billing/subscription/preview": 401,
  "/api/billing/subscription/resume": 401,
  "/api/codes": 401,
  "/api/codes/[id]": 401,
  "/api/codes/[id]/image": 401,
  "/api/entitlements": 401,
  "/api/feature-check": 401,
  "/api/health": "public",
  "/api/jobs/run": 401,
  "/api/metrics": "public",
  "/api/promo/redeem": 401,
  "/api/ready": "public",
  "/api/usage": 401,
  "/api/webhooks/stripe": "public",
  "/auth/confirm": "public",
  "/dashboard": "sign-in",
  "/dashboard/analytics": "sign-in",
  "/dashboard/billing": "sign-in",
  "/dashboard/codes/[id]": "sign-in",
  "/dashboard/codes/new": "sign-in",
  "/dashboard/settings": "sign-in",
  "/dashboard/settings/activity": "sign-in",
  "/dashboard/settings/api": "sign-in",
  "/dashboard/usage": "sign-in",
  "/forgot-password": "public",
  "/leaving": "sign-in",
  "/new-password": "public",
  "/paused": "sign-in",
  "/pricing": "public",
  "/r/[slug]": "public",
  "/redeem/[code]": "public",
  "/sign-in": "public",
  "/sign-up": "public",
};

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const fill = (pattern: string) => pattern.replace("[id]", randomUUID());

test("every route has said who may see it", () => {
  expect(allRoutes()).toEqual(Object.keys(anonymous).sort());
});

for (const [pattern, access] of Object.entries(anonymous)) {
  if (access === "sign-in") {
    test(`nobody sees ${pattern} without signing in, and the way leads back`, async ({ request }) => {
      for (const prefix of ["", "/pl"]) {
        const path = prefix + fill(pattern);
        const answer = await request.get(path, { maxRedirects: 0 });
        expect(answer.status(), path).toBe(307);
        const location = new URL(answer.headers().location ?? "", "http://localhost");
        expect(location.pathname).toBe(`${prefix}/sign-in`);
        expect(location.searchParams.get("next")).toContain(pattern.split("/[")[0]);
      }
    });
  }
  if (access === 401) {
    test(`no method of ${pattern} answers somebody without a session`, async ({ request, stack }) => {
      const origin = new URL(stack.appUrl).origin;
      for (const method of methods) {
        const answer = await request.fetch(fill(pattern), {
          method,
          headers: { origin },
          data: method === "GET" ? undefined : {},
        });
        expect([401, 405], `${method} ${pattern}`).toContain(answer.status());
        expect(answer.headers()["content-type"]).toBe("application/problem+json");
      }
    });
  }
}

test("known ways around a middleware lead nowhere", async ({ request }) => {
  const tricks: Record<string, string>[] = [
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { "x-middleware-subrequest": "src/middleware" },
    { "x-nextjs-data": "1" },
    { "x-middleware-prefetch": "1", purpose: "prefetch" },
    { RSC: "1" },
    { "x-forwarded-host": "evil.example" },
    { "x-middleware-rewrite": "/dashboard" },
  ];
  for (const headers of tricks) {
    const answer = await request.get("/dashboard", { headers, maxRedirects: 0 });
    expect(await answer.text(), JSON.stringify(headers)).not.toContain("data-workspace");
    expect(answer.status(), JSON.stringify(headers)).not.toBe(200);
    expect(answer.headers().location ?? "").not.toContain("evil.example");
  }
});

test("a write that comes from another site is refused, whatever it claims", async ({
  dashboard: page,
  stack,
}) => {
  const origin = new URL(stack.appUrl).origin;
  const data = { name: "Forged", destination: "https://example.com/" };
  const refused: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin, "sec-fetch-site": "cross-site" },
    {},
  ];
  for (const headers of refused) {
    const answer = await page.request.post("/api/codes", { data, headers });
    expect(answer.status(), JSON.stringify(headers)).toBe(403);
    expect((await answer.json()).code).toBe("cross_site");
  }
  const own = await page.request.post("/api/codes", { data, headers: { origin } });
  expect(own.status()).toBe(201);
});

test("what does not fit gets its own status and a problem document", async ({ dashboard: page, stack }) => {
  const headers = { origin: new URL(stack.appUrl).origin };
  const post = (options: Parameters<typeof page.request.post>[1]) => page.request.post("/api/codes", options);

  const field = await post({ headers, data: { name: "", destination: "javascript:alert(1)" } });
  expect(field.status()).toBe(400);
  expect(field.headers()["content-type"]).toBe("application/problem+json");
  expect((await field.json()).errors).toEqual({ name: ["required"], destination: ["destination_scheme"] });

  const extra = await post({
    headers,
    data: { name: "a", destination: "https://example.com", workspaceId: randomUUID(), isActive: true },
  });
  expect(extra.status()).toBe(400);
  expect(Object.keys((await extra.json()).errors).sort()).toEqual(["isActive", "workspaceId"]);

  const invisible = await post({ headers, data: { name: "a\u0000b", destination: "https://example.com" } });
  expect((await invisible.json()).errors).toEqual({ name: ["characters"] });
  const query = await page.request.get("/api/codes?sort=bogus&page=abc&colour=red");
  expect(query.status()).toBe(400);
  expect(Object.keys((await query.json()).errors).sort()).toEqual(["colour", "page", "sort"]);
  expect((await page.request.get("/api/codes?q=%00")).status()).toBe(200);

  const broken = await post({ headers: { ...headers, "content-type": "application/json" }, data: "{" });
  expect(broken.status()).toBe(400);
  const form = await post({ headers, form: { name: "a" } });
  expect(form.status()).toBe(415);
  const method = await page.request.put("/api/codes", { headers, data: {} });
  expect(method.status()).toBe(405);
  expect(method.headers().allow).toBe("GET, POST");
  const unknown = await page.request.get("/api/nothing-here");
  expect(unknown.status()).toBe(404);
  expect((await unknown.json()).code).toBe("not_found");
  const huge = await post({
    headers,
    data: { name: "a".repeat(200_000), destination: "https://example.com" },
  });
  expect(huge.status()).toBe(413);
});
