import { Agent, type IncomingHttpHeaders, request, type ServerResponse } from "node:http";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { Redirects } from "#lib/redirects/redirects.ts";
import { createFront, type FrontOptions } from "./front.ts";
import { type HttpServer, startHttpServer } from "./http-server.ts";

// What fails here on purpose need not be read about.
process.env.LOG_LEVEL = "silent";

const servers: HttpServer[] = [];
const agent = new Agent();
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop(100)));
});

type Seen = { headers: IncomingHttpHeaders; bytes: number };

/** A front with pages that only note what reaches them. */
async function setUp(options: Partial<FrontOptions> = {}) {
  const seen: Seen[] = [];
  const redirects = new Redirects({
    // Nothing here looks a code up.
    pool: new pg.Pool({ connectionString: "postgresql://postgres@127.0.0.1:9/none" }),
    trustedProxy: "none",
    ownHosts: [],
    isSecure: true,
  });
  const front = createFront({
    redirects,
    handlePage: async (req, res) => {
      const note: Seen = { headers: { ...req.headers }, bytes: 0 };
      seen.push(note);
      for await (const chunk of req) note.bytes += chunk.length;
      res.end("page");
    },
    appUrl: "https://qr.example.com",
    isLocal: false,
    trustedProxy: "none",
    isClosing: () => false,
    ...options,
  });
  const server = await startHttpServer(front, { host: "127.0.0.1", port: 0 });
  servers.push(server);
  return { port: server.port, seen };
}

type Ask = { method?: string; path?: string; headers?: Record<string, string>; body?: Buffer };

function ask(port: number, { body, headers, ...options }: Ask = {}) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const sent = request(
      { port, host: "127.0.0.1", agent, headers: { host: "qr.example.com", ...headers }, ...options },
      (res) => {
        let text = "";
        res.on("data", (data) => {
          text += data;
        });
        res.on("end", () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text }));
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

describe("what reaches the pages", () => {
  test("carries no header that stands for something inside", async () => {
    const { port, seen } = await setUp();
    await ask(port, {
      headers: {
        "x-middleware-subrequest": "middleware:middleware:middleware",
        "x-middleware-prefetch": "1",
        "x-client-address": "203.0.113.9",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "http",
        "x-nonce": "known",
        "x-matched-path": "/admin",
        "x-kept": "1",
      },
    });
    const headers = seen[0]?.headers ?? {};
    expect(Object.keys(headers).filter((name) => name.startsWith("x-middleware-"))).toEqual([]);
    expect(headers).not.toHaveProperty("x-forwarded-host");
    expect(headers).not.toHaveProperty("x-nonce");
    expect(headers).not.toHaveProperty("x-matched-path");
    expect(headers).toMatchObject({
      "x-client-address": "127.0.0.1",
      "x-forwarded-proto": "https",
      "x-kept": "1",
    });
  });

  test("says who asked as far as the trusted proxy vouches for it", async () => {
    const { port, seen } = await setUp({ trustedProxy: 1 });
    await ask(port, { headers: { "x-forwarded-for": "198.51.100.1, 203.0.113.9" } });
    expect(seen[0]?.headers["x-client-address"]).toBe("203.0.113.9");
  });
});

test("every page carries the security headers, HSTS only over https", async () => {
  const secure = await ask((await setUp()).port);
  expect(secure.headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "strict-transport-security": expect.stringContaining("max-age=63072000"),
  });
  const plain = await ask((await setUp({ appUrl: "http://localhost:3000", isLocal: true })).port);
  expect(plain.headers).not.toHaveProperty("strict-transport-security");
});

describe("what never reaches the pages", () => {
  test.each<[string, Ask, number, string]>([
    ["another Host in production", { headers: { host: "evil.example" } }, 421, "misdirected"],
    [
      "another site's write",
      { method: "POST", headers: { origin: "https://evil.example" } },
      403,
      "cross_site",
    ],
    ["a write of unknown origin", { method: "POST" }, 403, "cross_site"],
    ["TRACE", { method: "TRACE" }, 405, "method_not_allowed"],
    [
      "a body that announces too much",
      { method: "POST", path: "/api/webhooks/x", headers: { "content-length": "3000000" } },
      413,
      "payload_too_large",
    ],
  ])("%s", async (_name, question, status, code) => {
    const { port, seen } = await setUp();
    const answer = await ask(port, question);
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(JSON.parse(answer.body)).toMatchObject({ status, code });
    expect(seen).toEqual([]);
  });

  test("more of a body without a length than anything of ours needs", async () => {
    const { port, seen } = await setUp();
    const body = Buffer.alloc(3_000_000);
    const headers = { "transfer-encoding": "chunked" };
    const path = "/api/webhooks/x";
    await expect(ask(port, { method: "POST", path, headers, body })).rejects.toThrow();
    expect(seen[0]?.bytes ?? 0).toBeLessThan(body.length);
    await ask(port, { method: "POST", path, headers, body: Buffer.alloc(1_000) });
    expect(seen[1]?.bytes).toBe(1_000);
  });
});

test("a redirect is not kept by the browser unless it says so itself", async () => {
  const lead = (res: ServerResponse, headers: Record<string, string>) =>
    res.writeHead(307, { location: "/elsewhere", ...headers }).end();
  const answer = async (headers: Record<string, string>) =>
    ask((await setUp({ handlePage: (_, res) => void lead(res, headers) })).port);
  expect(await answer({})).toMatchObject({
    status: 307,
    headers: { location: "/elsewhere", "cache-control": "no-store" },
  });
  expect((await answer({ "cache-control": "max-age=60" })).headers["cache-control"]).toBe("max-age=60");
  const implicit = await setUp({
    handlePage: (_, res) => {
      res.statusCode = 307;
      res.end();
    },
  });
  expect((await ask(implicit.port)).headers["cache-control"]).toBe("no-store");
  expect((await ask((await setUp()).port)).headers).not.toHaveProperty("cache-control");
});

test("a probe is answered whatever the Host, and a page that fails answers 500 without detail", async () => {
  const { port } = await setUp({ handlePage: async () => Promise.reject(new Error("secret detail")) });
  const answer = await ask(port, { path: "/api/health", headers: { host: "10.0.0.7" } });
  expect(answer.status).toBe(500);
  expect(answer.body).not.toContain("secret");
});
