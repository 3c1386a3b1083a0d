import { readdirSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** The value of one line of the Prometheus text, 0 while it is not there. */
async function metric(request: APIRequestContext, line: string): Promise<number> {
  const answer = await request.get("/api/metrics", { headers: { "x-forwarded-for": "127.0.0.1" } });
  expect(answer.status()).toBe(200);
  const text = await answer.text();
  const found = text.split("\n").find((candidate) => candidate.startsWith(line));
  return Number(found?.split(" ").at(-1) ?? 0);
}

test("Next's routes and the front share one process's counters", async ({ request, pool }) => {
  const slug = `once-${Date.now().toString(36)}`;
  await pool.query(
    `WITH w AS (INSERT INTO workspaces (name, updated_at) VALUES ('Once', now()) RETURNING id)
     INSERT INTO qr_codes (workspace_id, slug, name, destination, updated_at)
     SELECT id, $1, 'Once', 'https://example.com/', now() FROM w`,
    [slug],
  );
  const line = 'dynamicqr_visits_total{outcome="redirect"}';
  const before = await metric(request, line);
  // The front counts the visit; the page of numbers comes from Next.
  expect((await request.get(`/r/${slug}`, { maxRedirects: 0 })).status()).toBe(302);
  expect(await metric(request, line)).toBeGreaterThan(before);
});

test("a client that offers to upgrade is answered all the same", async ({ stack }) => {
  const { hostname, port } = new URL(stack.appUrl);
  for (const protocol of ["h2c", "websocket"]) {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { connection: "Upgrade", upgrade: protocol };
      get({ hostname, port, path: "/r/no-such-code", headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on("error", reject);
    });
    expect(status, protocol).toBe(404);
  }
});

test("a path that cannot be read is not found, whatever it leads to", async ({ request }) => {
  for (const path of ["/%E0%A4%A", "/pl/%E0%A4%A", "/api/%E0%A4%A", "/dashboard/codes/%E0%A4%A", "/%00"]) {
    expect((await request.get(path, { maxRedirects: 0 })).status(), path).toBe(404);
  }
});

test("health and readiness answer", async ({ request }) => {
  expect((await request.get("/api/health")).status()).toBe(200);
  expect((await request.get("/api/ready")).status()).toBe(200);
});

test("nothing secret stands in what browsers load", ({ stack }) => {
  const folder = join(import.meta.dirname, "../.next/static");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(5);
  for (const { parentPath, name } of files) {
    const text = readFileSync(join(parentPath, name), "latin1");
    expect(text.includes(stack.supabaseKey), name).toBe(false);
    expect(text, name).not.toMatch(/postgres(ql)?:\/\/|sb_secret_|sk_live_|sk_test_|whsec_|APP_SECRET/);
  }
});
