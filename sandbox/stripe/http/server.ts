import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { readBody } from "../../read-body.ts";
import { apiVersion, type Context } from "../context.ts";
import { type Api, type ApiAnswer, type ApiRequest, answerApi, errorBody } from "./api.ts";
import { StripeFault } from "./errors.ts";
import { takeFault } from "./faults.ts";
import { fingerprintOf } from "./idempotency.ts";
import { writtenObject } from "./locks.ts";
import { rateLimited } from "./rate-limit.ts";

const maxBodyBytes = 2_000_000;

/** The body of a call as text; null when it is longer than any of Stripe's. */
export async function readText(request: IncomingMessage): Promise<string | null> {
  return (await readBody(request, maxBodyBytes))?.toString("utf8") ?? null;
}

/** `/v1` over HTTP: who calls, which version, what was ordered to go wrong, and Stripe's headers. */
export async function serveApi(
  api: Api,
  secretKey: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readText(request);
  const url = new URL(request.url ?? "/", "http://stripe");
  const { ctx } = api;
  const method = request.method ?? "GET";
  const idempotencyKey = header(request, "idempotency-key");
  const refused = refuseCaller(request, secretKey);
  if (refused !== null || body === null) {
    const answer = refuse(
      ctx,
      refused ??
        new StripeFault(413, { type: "invalid_request_error", message: "The request is too large." }),
    );
    return send(response, answer.status, answer.body, { "Request-Id": answer.requestId });
  }
  const call = { method, path: url.pathname, query: url.search.slice(1), body, idempotencyKey };
  const outcome = await takeTurn(api, call);
  if (outcome === "silence") return;
  if (outcome === "reset") return void request.socket.destroy();
  const { answer } = outcome;
  send(response, answer.status, answer.body, {
    ...(idempotencyKey === null ? {} : { "Idempotency-Key": idempotencyKey }),
    "Request-Id": answer.requestId,
    ...(answer.isReplayed ? { "Idempotent-Replayed": "true", "Original-Request": answer.requestId } : {}),
  });
}

type Outcome = { answer: ApiAnswer } | "silence" | "reset";

/** What stands before a call is done: the limits, the key that is in use, the other writer, slowness. */
async function takeTurn(api: Api, call: ApiRequest): Promise<Outcome> {
  const { ctx, keys } = api;
  const { latencyMs, lockWaitMs, requestsPerSecond } = ctx.settings();
  const key = call.method === "POST" ? call.idempotencyKey : null;
  let isEntered = false;
  try {
    api.rate.take(requestsPerSecond, performance.now());
    if (key !== null) keys.enter(key);
    isEntered = key !== null;
    return await api.locks.hold(writtenObject(call.method, call.path), lockWaitMs, async () => {
      if (latencyMs > 0) await sleep(latencyMs);
      return answerOrFail(api, call);
    });
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return { answer: refuse(ctx, error) };
  } finally {
    if (isEntered && key !== null) keys.leave(key);
  }
}

/** The answer, or what the control plane has ordered in its place. */
function answerOrFail(api: Api, call: ApiRequest): Outcome {
  const { ctx } = api;
  const fault = takeFault(ctx, `${call.method} ${call.path}`);
  if (fault === "timeout") return "silence";
  if (fault === "reset") return "reset";
  const ordered = fault === null ? null : orderedFault(fault);
  if (ordered !== null) {
    const answer = refuse(ctx, ordered);
    if (fault === "500_stored" && call.idempotencyKey !== null) {
      const fingerprint = fingerprintOf(call.method, call.path, call.body);
      api.keys.keep(call.idempotencyKey, fingerprint, answer, ctx.nowMs());
    }
    return { answer };
  }
  const answer = answerApi(api, call);
  if (fault === "reset_after_commit") return "reset";
  return fault === "timeout_after_commit" ? "silence" : { answer };
}

function refuse(ctx: Context, fault: StripeFault): ApiAnswer {
  const requestId = ctx.id("req", 14);
  return { status: fault.status, body: errorBody(fault, requestId), requestId, isReplayed: false };
}

function refuseCaller(request: IncomingMessage, secretKey: string): StripeFault | null {
  const authorization = header(request, "authorization") ?? "";
  const [scheme = "", value = ""] = authorization.split(" ");
  const key = scheme === "Basic" ? (Buffer.from(value, "base64").toString().split(":")[0] ?? "") : value;
  if (key === "") {
    return new StripeFault(401, {
      type: "invalid_request_error",
      message: "You did not provide an API key.",
    });
  }
  if (key !== secretKey) {
    return new StripeFault(401, {
      type: "invalid_request_error",
      message: `Invalid API Key provided: ${key.slice(0, 8)}****`,
    });
  }
  const version = header(request, "stripe-version");
  if (version !== null && version !== apiVersion) {
    return new StripeFault(400, {
      type: "invalid_request_error",
      message: `Invalid Stripe API version: ${version}. The local Stripe speaks ${apiVersion}.`,
    });
  }
  return null;
}

function orderedFault(kind: string): StripeFault | null {
  if (kind === "500" || kind === "500_stored") {
    return new StripeFault(500, { type: "api_error", message: "An unknown error occurred" });
  }
  if (kind === "429") return rateLimited();
  if (kind === "409") {
    return new StripeFault(409, {
      type: "idempotency_error",
      code: "idempotency_key_in_use",
      message: "There is currently another in-progress request using this Idempotent Key.",
    });
  }
  return null;
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string>,
): void {
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Cache-Control": "no-cache, no-store",
    "Stripe-Version": apiVersion,
    ...headers,
  });
  response.end(JSON.stringify(body, null, 2));
}
