import type { Context } from "../context.ts";
import type { SchemaCheck, Violation } from "../schema/schemas.ts";
import type { Counts } from "./counts.ts";
import type { Endpoint } from "./endpoint.ts";
import { findEndpoint } from "./endpoint.ts";
import { invalid, StripeFault } from "./errors.ts";
import { expand, type Included } from "./expand.ts";
import { parseForm, takeExpand } from "./form.ts";
import { type Answer, fingerprintOf, type IdempotencyKeys } from "./idempotency.ts";
import type { Locks } from "./locks.ts";
import type { RateLimit } from "./rate-limit.ts";

export type ApiRequest = {
  method: string;
  path: string;
  query: string;
  body: string;
  idempotencyKey: string | null;
};

export type Api = {
  ctx: Context;
  endpoints: readonly Endpoint[];
  included: Record<string, Included>;
  keys: IdempotencyKeys;
  locks: Locks;
  rate: RateLimit;
  counts: Counts;
  schemas: SchemaCheck;
  /** Whether answers and events are checked too; requests always are. */
  isChecking: boolean;
};

export type ApiAnswer = Answer & { isReplayed: boolean };

/** One call of `/v1`: in one transaction, with its answer kept under the idempotency key. */
export function answerApi(api: Api, request: ApiRequest): ApiAnswer {
  const { ctx, keys } = api;
  const requestId = ctx.id("req", 14);
  const key = request.method === "POST" ? request.idempotencyKey : null;
  const fingerprint = fingerprintOf(request.method, request.path, request.body);
  const found = findEndpoint(api.endpoints, request.method, request.path);
  try {
    if (found === null) {
      api.counts.unknown(`${request.method} ${request.path}`);
      throw invalid(
        `Unrecognized request URL (${request.method}: ${request.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
        undefined,
        undefined,
        404,
      );
    }
    const earlier = key === null ? null : keys.earlier(key, fingerprint, ctx.nowMs());
    if (earlier !== null) return { ...earlier, isReplayed: true };
    return {
      ...run(api, found.endpoint, found.id, request, requestId, key, fingerprint),
      isReplayed: false,
    };
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return { status: error.status, body: errorBody(error, requestId), requestId, isReplayed: false };
  }
}

function run(
  api: Api,
  endpoint: Endpoint,
  id: string,
  request: ApiRequest,
  requestId: string,
  key: string | null,
  fingerprint: string,
): Answer {
  const { ctx } = api;
  const params = parseForm(request.method === "POST" ? request.body : request.query);
  const paths = takeExpand(params);
  if (endpoint.params !== null) {
    const violation = api.schemas.checkRequest(endpoint.params, params);
    if (violation !== null) throw requestFault(violation);
  } else if (Object.keys(params).length > 0) {
    throw unknownParameter(Object.keys(params)[0] ?? "");
  }
  api.counts.endpoint(`${endpoint.method} ${endpoint.path}`);
  const origin = ctx.origin;
  ctx.origin = { requestId, idempotencyKey: key };
  try {
    return ctx.store.transaction(() => {
      const answer = answerOf(api, endpoint, { id, params, paths, requestId });
      if (key !== null) ctx.store.transaction(() => api.keys.keep(key, fingerprint, answer, ctx.nowMs()));
      return answer;
    });
  } finally {
    ctx.origin = origin;
  }
}

function answerOf(
  api: Api,
  endpoint: Endpoint,
  call: { id: string; params: Record<string, unknown>; paths: string[]; requestId: string },
): Answer {
  const { ctx } = api;
  try {
    const result = structuredClone(endpoint.run({ ctx, params: call.params, id: call.id }));
    expand(ctx, result, call.paths, api.included);
    if (api.isChecking) refuseViolation(api, endpoint.answer, result);
    return { status: 200, body: result, requestId: call.requestId };
  } catch (error) {
    if (!(error instanceof StripeFault) || !error.keepsEffects) throw error;
    return { status: error.status, body: errorBody(error, call.requestId), requestId: call.requestId };
  }
}

export function refuseViolation(api: Pick<Api, "schemas" | "counts">, type: string, value: unknown): void {
  const violation = api.schemas.checkAnswer(type, value);
  if (violation === null) return;
  const text = `${type}${violation.path}: ${violation.message}${violation.extra === null ? "" : ` (${violation.extra})`}`;
  api.counts.violation(text);
  throw new StripeFault(500, { type: "api_error", message: `Not Stripe's shape: ${text}` });
}

export function errorBody(error: StripeFault, requestId: string): { error: object } {
  return {
    error: { ...error.body, request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}` },
  };
}

function unknownParameter(name: string): StripeFault {
  return invalid(`Received unknown parameter: ${name}`, name, "parameter_unknown");
}

/** Stripe writes paths as `items[0][price]`. */
function requestFault(violation: Violation): StripeFault {
  const parts = violation.path.split("/").filter((part) => part !== "");
  if (violation.extra !== null) parts.push(violation.extra);
  const [first = "", ...rest] = parts;
  const param = first + rest.map((part) => `[${part}]`).join("");
  if (violation.keyword === "additionalProperties") return unknownParameter(param);
  if (violation.keyword === "required")
    return invalid(`Missing required param: ${param}.`, param, "parameter_missing");
  if (violation.message.includes("number"))
    return invalid(`Invalid integer: ${param}`, param, "parameter_invalid_integer");
  return invalid(`Invalid ${param}: ${violation.message}`, param);
}
