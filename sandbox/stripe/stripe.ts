import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { stepClock } from "./billing-engine/clock.ts";
import { Context } from "./context.ts";
import { answerControl, runOwnTime } from "./control/control.ts";
import { defaultEndpointId } from "./control/defaults.ts";
import { eventSchema, eventTypes } from "./events.ts";
import { type Api, refuseViolation } from "./http/api.ts";
import { Counts } from "./http/counts.ts";
import { parseForm } from "./http/form.ts";
import { IdempotencyKeys } from "./http/idempotency.ts";
import { Locks } from "./http/locks.ts";
import { RateLimit } from "./http/rate-limit.ts";
import { readText, serveApi } from "./http/server.ts";
import { answerPage } from "./pages/pages.ts";
import { refuseToRun } from "./refusals.ts";
import { endpoints, included } from "./resources/endpoints.ts";
import { newWebhookEndpoint } from "./resources/webhook-endpoints.ts";
import { loadSchemas } from "./schema/schemas.ts";
import { type RandomBytes, systemBytes } from "./store/ids.ts";
import { Store } from "./store/store.ts";
import { Courier } from "./webhooks/courier.ts";

export type StripeServer = {
  /** The hosted pages and `/_sandbox/` are under it too. */
  url: string;
  host: string;
  port: number;
  isHealthy: () => Promise<boolean>;
  stop: () => Promise<void>;
};

export type StripeOptions = {
  /** `null`: what it holds is gone when it stops. */
  folder: string | null;
  port?: number;
  keys: { secretKey: string; webhookSecret: string };
  /** Where events go; later also by `POST /_sandbox/webhook`. */
  webhookUrl?: string;
  /** Unix milliseconds; the machine's clock where not given. */
  now?: () => number;
  random?: RandomBytes;
  /** Checks answers and events too, not only requests, and fails loudly. */
  isChecking?: boolean;
};

const tickMs = 5_000;

/** The types whose schemas are derived: of all parameters, answers and events. */
export function schemaTypes(): string[] {
  const params = endpoints.flatMap(({ params: type }) => (type === null ? [] : [type]));
  return [...params, ...endpoints.map(({ answer }) => answer), ...eventTypes.map(eventSchema)];
}

/** A stateful local Stripe for the official SDK, on loopback; it survives a restart. */
export async function startStripe(options: StripeOptions): Promise<StripeServer> {
  const refusal = refuseToRun(process.env, options.keys);
  if (refusal !== null) throw new Error(refusal);
  const schemas = await loadSchemas(schemaTypes());
  const store = new Store(options.folder);
  const ctx = new Context({ store, random: options.random ?? systemBytes, now: options.now ?? Date.now });
  const isChecking = options.isChecking ?? false;
  const counts = new Counts();
  const api: Api = {
    ctx,
    endpoints,
    included,
    keys: new IdempotencyKeys(store),
    locks: new Locks(),
    rate: new RateLimit(),
    counts,
    schemas,
    isChecking,
  };
  if (isChecking) ctx.checkEvent = (event) => refuseViolation(api, eventSchema(event.type), event);
  const courier = new Courier(ctx);
  const setUp = () => {
    const { webhookUrl: url } = options;
    const known = store.find("webhook_endpoint", defaultEndpointId);
    const secrets = [{ secret: options.keys.webhookSecret, until: null }];
    if (known !== null) {
      if (url !== undefined) known.body.url = url;
      if (!known.inner.secrets.some(({ secret }) => secret === options.keys.webhookSecret))
        known.inner.secrets = secrets;
      store.save(known);
    } else if (url !== undefined) {
      newWebhookEndpoint(ctx, {
        id: defaultEndpointId,
        url,
        events: ["*"],
        secret: options.keys.webhookSecret,
      });
    }
  };
  const reset = () => {
    store.reset();
    setUp();
  };
  const control = { api, ctx, courier, reset };
  const advancing = new Set<string>();

  function advanceClocks(): void {
    for (const { id, body } of store.list("test_clock")) {
      if (body.status !== "advancing" || advancing.has(id)) continue;
      advancing.add(id);
      setImmediate(function step() {
        if (!server.listening) return;
        if (stepClock(ctx, id)) setImmediate(step);
        else advancing.delete(id);
        courier.wake();
      });
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", ctx.baseUrl);
    if (url.pathname.startsWith("/v1/")) {
      await serveApi(api, options.keys.secretKey, request, response);
      advanceClocks();
      courier.wake();
      return;
    }
    // A name elsewhere that is made to point at this machine must reach neither pages nor controls.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? "")) {
      response.writeHead(403, { "Content-Type": "text/plain" }).end("Only on this machine.");
      return;
    }
    const text = (await readText(request)) ?? "";
    const method = request.method ?? "GET";
    if (url.pathname.startsWith("/_sandbox/")) {
      // Only programs: a page in a browser, whose calls carry an Origin, has no business here.
      if (request.headers.origin !== undefined) {
        response.writeHead(403, { "Content-Type": "text/plain" }).end("Not from a page.");
        return;
      }
      const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
      const done = answerControl(control, { method, path: url.pathname, query: url.searchParams, body });
      response.writeHead(done.status, { "Content-Type": "application/json" }).end(JSON.stringify(done.body));
      return;
    }
    const page = await answerPage(ctx, {
      method,
      path: url.pathname,
      query: url.searchParams,
      form: parseForm(text),
    });
    response.writeHead(page.status, page.headers).end(page.body);
    courier.wake();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error("sandbox stripe:", error);
      if (!response.headersSent) response.writeHead(500, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ error: { type: "api_error", message: String(error) } }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  ctx.baseUrl = `http://127.0.0.1:${port}`;
  const before = store.setting<string | null>("address", null);
  if (before !== null && before !== ctx.baseUrl) store.moveAddress(before, ctx.baseUrl);
  store.setSetting("address", ctx.baseUrl);
  setUp();
  const tick = () => {
    runOwnTime(ctx);
    courier.wake();
  };
  const ticker = setInterval(tick, tickMs);
  ticker.unref();
  tick();
  advanceClocks();
  return {
    url: ctx.baseUrl,
    host: "127.0.0.1",
    port,
    isHealthy: async () => (await fetch(`${ctx.baseUrl}/_sandbox/health`)).ok,
    stop: async () => {
      clearInterval(ticker);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await courier.stop();
      store.close();
    },
  };
}
