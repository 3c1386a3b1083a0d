import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { App } from "@supabase/lite";
import { createPostgresConnection } from "@supabase/lite/postgres";
import pg from "pg";
import { readBody } from "../read-body.ts";
import { answerFactors } from "./factors/answer-factors.ts";
import { codesPage, codesPath } from "./factors/codes-page.ts";
import { raiseAnswer } from "./factors/raise-answer.ts";
import { readToken } from "./factors/session-token.ts";
import { factorTables } from "./factors/tables.ts";
import { type AuthCall, answerGap, findNewcomer } from "./gaps.ts";
import type { SandboxKeys } from "./keys.ts";
import { AuthMailer, requestContext, subjectCode } from "./mailer.ts";

export type Auth = {
  /** What SUPABASE_URL is set to. */
  url: string;
  /** A page with what authenticator apps would show. */
  codesUrl: string;
  isHealthy: () => Promise<boolean>;
  stop: () => Promise<void>;
};

export type AuthOptions = {
  databaseUrl: string;
  keys: Pick<SandboxKeys, "publishableKey" | "secretKey" | "jwtSecret">;
  /** Where the product is served: links in mails lead there. */
  appUrl: string;
  smtpPort: number;
  port?: number;
};

const maxBodyBytes = 100_000;
/** The product asks for more; this is the floor that even a direct call meets. */
const minimumPasswordLength = 8;

/** Supabase Auth on the sandbox's Postgres, in its schema `auth`: `/auth/v1`, and the page of codes. */
export async function startAuth(options: AuthOptions): Promise<Auth> {
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 2 });
  pool.on("error", () => {});
  const mailer = new AuthMailer({ smtpPort: options.smtpPort, pool, siteUrl: options.appUrl });
  const connection = createPostgresConnection({
    url: options.databaseUrl,
    postgresOptions: { max: 5, onnotice: () => {} },
  });
  const app = createApp(options, connection, mailer);
  await app.ensureSystemSchema();
  await app.init();
  await pool.query(factorTables);

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      console.error("sandbox auth:", error);
      if (!response.headersSent) response.writeHead(500, { "Content-Type": "application/json" });
      response.end(
        JSON.stringify({ code: 500, error_code: "unexpected_failure", msg: "Internal Server Error" }),
      );
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`);
    if (url.pathname === codesPath) return send(response, await codesPage(pool, request.headers.host));
    const body = await readBody(request, maxBodyBytes);
    if (body === null || !url.pathname.startsWith("/auth/v1/")) {
      response.writeHead(body === null ? 413 : 404).end();
      return;
    }
    const { authorization } = request.headers;
    const method = request.method ?? "GET";
    const call: AuthCall = { path: url.pathname, method, body: parseObject(body), authorization };
    const keepData = await findNewcomer(call, pool);
    const data = (call.body.data ?? {}) as Record<string, unknown>;
    // Unverified: it only chooses a mail's language.
    const userId = readToken(authorization)?.sub ?? null;
    const context = { data, userId, redirectTo: url.searchParams.get("redirect_to") };
    const answered = await requestContext.run(context, async () => {
      const peer = { peerAddress: request.socket.remoteAddress ?? null };
      const askUser = async () =>
        app.fetch(new Request(new URL("/auth/v1/user", url), { headers: headersOf(request) }), peer);
      const { jwtSecret, secretKey } = options.keys;
      const ofFactors = await answerFactors(call, { pool, jwtSecret, siteUrl: options.appUrl, askUser });
      if (ofFactors) return ofFactors;
      const own = await app.fetch(toRequest(request, url, body), peer);
      await keepData?.();
      const gap = await answerGap(call, own, { pool, mailer, secretKey });
      if (gap) return gap;
      const grantType = url.searchParams.get("grant_type");
      return raiseAnswer({ path: call.path, grantType }, own, { pool, jwtSecret });
    });
    await send(response, answered);
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const headers = { apikey: options.keys.publishableKey };
  return {
    url,
    codesUrl: `${url}${codesPath}`,
    isHealthy: async () => (await fetch(`${url}/auth/v1/health`, { headers })).ok,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await connection.close();
      await pool.end();
    },
  };
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

function createApp(
  options: AuthOptions,
  connection: ReturnType<typeof createPostgresConnection>,
  mailer: AuthMailer,
) {
  return new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: options.keys.jwtSecret,
      publishable_key: options.keys.publishableKey,
      secret_key: options.keys.secretKey,
      site_url: options.appUrl,
      minimum_password_length: minimumPasswordLength,
      enable_signup: true,
      enable_refresh_token_rotation: true,
      email: {
        enable_signup: true,
        enable_confirmations: true,
        // The new address alone confirms: the stand-in would otherwise ask only the old one.
        double_confirm_changes: false,
        otp_expiry: 3600,
        template: {
          confirmation: { subject: subjectCode("signup") },
          magic_link: { subject: subjectCode("magiclink") },
          recovery: { subject: subjectCode("recovery") },
          email_change: { subject: subjectCode("email_change") },
        },
      },
    },
    options: { server: { admin: false, disableStudio: true }, drivers: { email: mailer } },
  });
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (name !== "content-length" && value !== undefined) headers.set(name, String(value));
  }
  return headers;
}

function toRequest(request: IncomingMessage, url: URL, body: Buffer): Request {
  return new Request(url, {
    method: request.method,
    headers: headersOf(request),
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
}

function parseObject(body: Buffer): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
