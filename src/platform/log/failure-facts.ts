import { once } from "#platform/process.ts";

/** What Next tells of a failed request, as far as it may be written down. */
export type FailedRequest = { path: string; method: string };
export type FailureContext = { routePath: string; routeType: string };

/**
 * The facts of a failure that are safe to log: the path without its query, which may carry tokens,
 * and none of the headers. `cause` names the innermost error, which is often the true one.
 */
export function failureFacts(error: unknown, request: FailedRequest, context: FailureContext) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  const cause = innermostCause(error);
  return {
    digest,
    method: request.method,
    path: request.path.split(/[?#]/, 1)[0],
    route: context.routePath,
    kind: context.routeType,
    ...(cause === null ? {} : { cause }),
  };
}

/** Layout and page of one request often fail of one error, and Next tells it for each. */
export function isFirst(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return true;
  const told = once("log.failures", () => new WeakSet<object>());
  if (told.has(error)) return false;
  told.add(error);
  return true;
}

const deepestCause = 10;

function innermostCause(error: unknown): string | null {
  let found: string | null = null;
  let at = error instanceof Error ? error.cause : undefined;
  for (let depth = 0; at instanceof Error && depth < deepestCause; at = at.cause, depth++) {
    found = `${at.name}: ${at.message}`;
  }
  return found;
}
