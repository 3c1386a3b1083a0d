import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase } from "../../sandbox/testing/test-database.ts";

const database = openTestDatabase();
const main = fileURLToPath(new URL("main.ts", import.meta.url));

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return address !== null && typeof address === "object" ? address.port : 0;
}

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

/** The real server as a process, without its pages. */
async function startServer() {
  const port = await freePort();
  const started = fork(main, ["--redirects-only"], {
    execArgv: [],
    env: { ...process.env, PORT: String(port), APP_URL: `http://127.0.0.1:${port}`, NODE_ENV: "production" },
  });
  children.push(started);
  await once(started, "message");
  const exited = once(started, "exit").then(([code]) => code);
  return { port, child: started, exited };
}

function ask(
  port: number,
  path: string,
  options: { method?: string; agent?: Agent; headers?: Record<string, string> } = {},
) {
  return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", path, ...options }, (res) => {
      res.resume();
      res.on("end", () => resolve({ status: res.statusCode ?? 0, headers: res.headers }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

async function insertCode(slug: string): Promise<void> {
  const { pool } = database();
  const workspace = "00000000-0000-4000-8000-000000000001";
  await pool.query(
    "INSERT INTO workspaces (id, name, updated_at) VALUES ($1, 'w', now()) ON CONFLICT DO NOTHING",
    [workspace],
  );
  await pool.query(
    `INSERT INTO qr_codes (workspace_id, slug, name, destination, updated_at)
     VALUES ($1, $2, 'n', 'https://example.com/', now()) ON CONFLICT DO NOTHING`,
    [workspace, slug],
  );
}

async function storedScans(): Promise<number> {
  const { rows } = await database().pool.query(
    "SELECT coalesce(sum(scans), 0)::int AS scans FROM scan_totals",
  );
  return rows[0].scans;
}

test.each(["SIGTERM", "SIGINT"] as const)("%s during load: every answered scan is stored", async (signal) => {
  await insertCode("menu");
  const before = await storedScans();
  const server = await startServer();
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let answered = 0;
  let isStopped = false;
  const visitor = async () => {
    while (!isStopped) {
      try {
        const { status } = await ask(server.port, "/r/menu", { agent });
        if (status === 302) answered++;
      } catch {
        // The server is gone, or was just going: that visit got no answer.
        isStopped = true;
      }
    }
  };
  const visitors = Array.from({ length: 16 }, visitor);
  await expect.poll(() => answered).toBeGreaterThan(500);
  server.child.kill(signal);
  expect(await server.exited).toBe(0);
  await Promise.all(visitors);
  agent.destroy();
  const stored = (await storedScans()) - before;
  // A visit may have been counted whose answer did not get through any more.
  expect(stored).toBeGreaterThanOrEqual(answered);
  expect(stored).toBeLessThanOrEqual(answered + visitors.length);
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s twice, while storing takes its time: no scan is lost",
  async (signal) => {
    await insertCode("menu");
    const before = await storedScans();
    const server = await startServer();
    // Makes the codes' rows of totals slow to reach, as a busy database would.
    const holder = await database().pool.connect();
    await holder.query("BEGIN");
    await holder.query("LOCK TABLE scan_totals IN ACCESS EXCLUSIVE MODE");
    expect((await ask(server.port, "/r/menu")).status).toBe(302);
    server.child.kill(signal);
    const isStoring = async () => {
      const { rows } = await database().pool.query(
        "SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted AND relation = 'scan_totals'::regclass",
      );
      return rows[0].waiting;
    };
    await expect.poll(isStoring).toBe(1);
    server.child.kill(signal);
    await holder.query("SELECT pg_sleep(1)");
    await holder.query("COMMIT");
    holder.release();
    expect(await server.exited).toBe(0);
    expect((await storedScans()) - before).toBe(1);
  },
);

test("a server whose parent is gone stops by itself", async () => {
  const server = await startServer();
  server.child.disconnect();
  expect(await server.exited).toBe(0);
});

describe("over HTTP", () => {
  let port = 0;
  beforeAll(async () => {
    await insertCode("menu");
    ({ port } = await startServer());
  });

  test("a redirect is not to be cached, and says nothing of what served it", async () => {
    const { status, headers } = await ask(port, "/r/menu?utm=1");
    expect(status).toBe(302);
    expect(headers).toMatchObject({
      location: "https://example.com/",
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    });
    expect(headers).not.toHaveProperty("x-powered-by");
    expect(headers).not.toHaveProperty("strict-transport-security");
  });

  test.each([
    ["POST", "/r/menu", {}, 405],
    ["DELETE", "/r/menu", {}, 405],
    ["TRACE", "/r/menu", {}, 405],
    ["TRACE", "/", {}, 405],
    ["POST", "/", { origin: "https://evil.example" }, 403],
    ["POST", "/", { origin: "null" }, 403],
    ["POST", "/", {}, 403],
    ["POST", "/api/webhooks/stripe", { "content-length": "9000000" }, 413],
    ["GET", "/r/", {}, 404],
    ["GET", "/r/%E0%A4%A", {}, 404],
    ["GET", "/r/a/b", {}, 404],
  ])("%s %s with %j answers %d", async (method, path, headers, status) => {
    const answer = await ask(port, path, { method, headers });
    expect(answer.status).toBe(status);
    if (status === 405) expect(answer.headers.allow).toContain("GET, HEAD");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });
});
