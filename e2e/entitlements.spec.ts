import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { APIRequestContext } from "@playwright/test";
import type pg from "pg";
import { expect, test } from "./fixtures.ts";
import { workspaceOf } from "./local-stripe.ts";
import { readStackVariables } from "./stack.ts";

/** A key as an operator makes it, by the script. */
async function makeKey(...scopes: string[]): Promise<string> {
  const wanted = scopes.flatMap((scope) => ["--scope", scope]);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["scripts/api-key.ts", "create", "--name", "journeys", ...wanted],
    { env: { ...process.env, ...readStackVariables() } },
  );
  return stdout.trim();
}

function endTrial(pool: pg.Pool, workspaceId: string) {
  return pool.query("UPDATE workspaces SET trial_ends_at = now() - interval '1 minute' WHERE id = $1", [
    workspaceId,
  ]);
}

async function entitlementsOf(request: APIRequestContext) {
  const answer = await request.get("/api/entitlements");
  expect(answer.status()).toBe(200);
  return answer.json();
}

test("a waiver granted over the API opens what its tier has, and its revocation closes it", async ({
  dashboard: page,
  person,
  pool,
  request,
  stack,
}) => {
  const workspaceId = await workspaceOf(pool, person.email);
  await endTrial(pool, workspaceId);
  const origin = new URL(stack.appUrl).origin;
  const check = async () =>
    (
      await page.request.post("/api/feature-check", { data: { feature: "csv_export" }, headers: { origin } })
    ).json();
  expect(await check()).toEqual({
    canAccess: false,
    tier: "starter",
    requiredTier: "premium",
    source: "free",
    gracePeriod: false,
    reason: "tier_too_low",
    upgradeUrl: `${origin}/dashboard/billing`,
  });

  const headers = { authorization: `Bearer ${await makeKey("waivers")}` };
  const data = { workspaceId, tier: "elite", reason: "a school" };
  const granted = await request.post("/api/admin/waivers", { headers, data });
  expect(granted.status()).toBe(201);
  expect(await check()).toMatchObject({ canAccess: true, tier: "elite", source: "waiver" });
  expect(await entitlementsOf(page.request)).toMatchObject({
    tier: "elite",
    source: "waiver",
    limits: { activeCodes: null },
    maxMembers: 50,
    gracePeriod: false,
    explanation: [
      { source: "waiver", verdict: "wins" },
      { source: "trial", verdict: "ended" },
      { source: "free", verdict: "outranked" },
    ],
  });
  expect((await request.post("/api/admin/waivers", { headers, data })).status()).toBe(409);
  const listed = await request.get(`/api/admin/waivers?workspaceId=${workspaceId}`, { headers });
  expect((await listed.json()).waivers).toHaveLength(1);

  const path = `/api/admin/waivers/${workspaceId}`;
  expect((await request.delete(path, { headers, data: {} })).status()).toBe(400);
  const revoked = await request.delete(path, { headers, data: { reason: "closed" } });
  expect(revoked.status()).toBe(200);
  expect(await revoked.json()).toMatchObject({ isActive: false, revokeReason: "closed" });
  expect(await check()).toMatchObject({ canAccess: false, tier: "starter", source: "free" });
  expect((await request.delete(path, { headers, data: { reason: "closed" } })).status()).toBe(404);
});

test("an override opens one feature, and the address tells what does not fit", async ({
  dashboard: page,
  person,
  pool,
  request,
}) => {
  const workspaceId = await workspaceOf(pool, person.email);
  await endTrial(pool, workspaceId);
  const headers = { authorization: `Bearer ${await makeKey("overrides")}` };
  const data = { workspaceId, effect: "grant", feature: "insights", reason: "asked for it" };
  const added = await request.post("/api/admin/overrides", { headers, data });
  expect(added.status()).toBe(201);
  expect((await entitlementsOf(page.request)).features).toEqual(["insights"]);
  const { id } = await added.json();
  const end = { headers, data: { reason: "enough" } };
  expect((await request.delete(`/api/admin/overrides/${id}`, end)).status()).toBe(200);
  expect((await request.delete(`/api/admin/overrides/${id}`, end)).status()).toBe(404);
  expect((await entitlementsOf(page.request)).features).toEqual([]);

  const post = (body: object) => request.post("/api/admin/overrides", { headers, data: body });
  const wrong = await post({ ...data, feature: "teleport", endsAt: "tomorrow" });
  expect(wrong.status()).toBe(400);
  expect(Object.keys((await wrong.json()).errors).sort()).toEqual(["endsAt", "feature"]);
  const past = await post({ ...data, endsAt: "2020-01-01T00:00:00Z" });
  expect((await past.json()).errors).toEqual({ endsAt: ["expiry_past"] });
});

test("a key opens what its scopes say, and a session none of it", async ({ dashboard: page, request }) => {
  const headers = { authorization: `Bearer ${await makeKey("overrides")}` };
  expect((await request.get("/api/admin/waivers", { headers })).status()).toBe(403);
  expect((await request.get("/api/admin/overrides", { headers })).status()).toBe(200);
  expect((await page.request.get("/api/admin/waivers")).status()).toBe(401);
});
