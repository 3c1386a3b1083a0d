import { unstable_rethrow } from "next/navigation";
import { type NextRequest, NextResponse } from "next/server";
import type { z } from "zod";
import { callFrom } from "#platform/caller.ts";
import { isBusy, isOutage } from "#platform/db/outage.ts";
import { problem } from "#platform/http/problem.ts";
import { readText } from "#platform/http/read-text.ts";
import { log } from "#platform/log/log.ts";
import { Refusal } from "#shared/errors.ts";
import { fieldErrors } from "#shared/field-errors.ts";
import { callerAddress } from "./client-address.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof methods)[number];

type Handler<Params> = (request: NextRequest, params: Params) => Promise<Response>;
type RouteHandler<Params> = (request: NextRequest, context: { params: Promise<Params> }) => Promise<Response>;

/**
 * A route's handlers, one for every method: what is not given answers 405, refusals become
 * problem documents (RFC 9457), and anything else is logged once and answered without detail.
 */
export function route<Params = object>(
  handlers: Partial<Record<Method, Handler<Params>>>,
): Record<Method, RouteHandler<Params>> {
  const allow = methods.filter((method) => handlers[method]).join(", ");
  const wrap =
    (handler: Handler<Params> | undefined): RouteHandler<Params> =>
    async (request, context) => {
      try {
        if (!handler) return answer(new Refusal("method_not_allowed"), { allow });
        const params = await context.params;
        return await callFrom({ address: await callerAddress() }, () => handler(request, params));
      } catch (error) {
        unstable_rethrow(error);
        if (error instanceof Refusal) return answer(error);
        log().error({ err: error, path: request.nextUrl.pathname }, "a route failed");
        return answer(new Refusal(isOutage(error) || isBusy(error) ? "unavailable" : "internal"));
      }
    };
  return {
    GET: wrap(handlers.GET),
    POST: wrap(handlers.POST),
    PUT: wrap(handlers.PUT),
    PATCH: wrap(handlers.PATCH),
    DELETE: wrap(handlers.DELETE),
  };
}

function answer(refusal: Refusal, extra: Record<string, string> = {}): Response {
  const { status, headers, body } = problem(refusal);
  return new NextResponse(body, { status, headers: { ...headers, ...extra } });
}

/**
 * The JSON body, checked by the schema.
 * @throws Refusal `unsupported_media_type`, `payload_too_large`, or `validation` with the fields
 */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new Refusal("unsupported_media_type");
  const text = await readText(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal("validation", { fields: { body: ["invalid"] } }, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refusal("validation", { fields: fieldErrors(parsed.error) });
  return parsed.data;
}

/**
 * The query's parameters, checked by the schema; of one that is repeated the last counts.
 * @throws Refusal `validation` with the fields
 */
export function readQuery<Schema extends z.ZodType>(request: NextRequest, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(Object.fromEntries(request.nextUrl.searchParams));
  if (!parsed.success) throw new Refusal("validation", { fields: fieldErrors(parsed.error) });
  return parsed.data;
}
