import { STATUS_CODES } from "node:http";
import { httpStatus, type Refusal } from "#shared/errors.ts";

export type Problem = { status: number; headers: Record<string, string>; body: string };

/**
 * A refusal as a problem document (RFC 9457). `code` is what a program reads, `errors` names
 * the fields with the keys of their messages.
 */
export function problem(refusal: Refusal): Problem {
  const status = httpStatus[refusal.code];
  const { fields, values, retryAfterSeconds } = refusal.details;
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      // RFC 9110: who is not known is told how to be. No browser asks its reader because of this one.
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(Math.max(1, retryAfterSeconds)) }),
    },
    body: JSON.stringify({
      type: "about:blank",
      title: STATUS_CODES[status] ?? "Error",
      status,
      code: refusal.code,
      ...(fields && Object.keys(fields).length > 0 ? { errors: fields } : {}),
      ...(values && Object.keys(values).length > 0 ? { values } : {}),
    }),
  };
}
