import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { apiVersion } from "../context.ts";
import { type Api, answerApi, errorBody } from "./api.ts";
import { StripeFault } from "./errors.ts";
import { takeFault } from "./faults.ts";
import { fingerprintOf } from "./idempotency.ts";

const maxBodyBytes = 2_000_000;

export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** `/v1` over HTTP: who calls, which version, what was ordered to go wrong, and Stripe's headers. */
export async function serveApi(
  api: Api,
  secretKey: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const url = new URL(request.url ?? "/", "http://stripe");
  const { ctx } = api;
  const method = request.method ?? "GET";
  const idempotencyKey = header(request, "idempotency-key");
  const refused = refuseCaller(request, secretKey);
  if (refused !== null || body === null) {
    const requestId = ctx.id("req", 14);
    const fault =
      refused ??
      new StripeFault(413, { type: "invalid_request_error", message: "The request is too large." });
    return send(response, fault.status, errorBody(fault, requestId), { "Request-Id": requestId });
  }
  const { latencyMs } = ctx.settings();
  if (latencyMs > 0) await sleep(latencyMs);
  const fault = takeFault(ctx, `${method} ${url.pathname}`);
  if (fault === "timeout") return;
  if (fault === "reset") return void request.socket.destroy();
  const headers = { ...(idempotencyKey === null ? {} : { "Idempotency-Key": idempotencyKey }) };
  const ordered = fault === null ? null : orderedFault(fault);
  if (ordered !== null) {
    const requestId = ctx.id("req", 14);
    const answer = errorBody(ordered, requestId);
    if (fault === "500_stored" && idempotencyKey !== null) {
      const fingerprint = fingerprintOf(method, url.pathname, body);
      api.keys.keep(idempotencyKey, fingerprint, { status: 500, body: answer, requestId }, ctx.nowMs());
    }
    return send(response, ordered.status, answer, { ...headers, "Request-Id": requestId });
  }
  const answer = answerApi(api, {
    method,
    path: url.pathname,
    query: url.search.slice(1),
    body,
    idempotencyKey,
  });
  if (fault === "reset_after_commit") return void request.socket.destroy();
  if (fault === "timeout_after_commit") return;
  send(response, answer.status, answer.body, {
    ...headers,
    "Request-Id": answer.requestId,
    ...(answer.isReplayed ? { "Idempotent-Replayed": "true", "Original-Request": answer.requestId } : {}),
  });
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
  if (kind === "429") {
    return new StripeFault(429, {
      type: "invalid_request_error",
      code: "rate_limit",
      message: "Request rate limit exceeded.",
    });
  }
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
