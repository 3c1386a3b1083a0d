import type { ErrorCode } from "#shared/errors.ts";
import { routes } from "#shared/routes.ts";

/** What the decision needs of a request. */
export type RequestFacts = {
  method: string;
  path: string;
  origin: string | undefined;
  secFetchSite: string | undefined;
  authorization: string | undefined;
  /** Made by the browser on a guess. */
  isPrefetch: boolean;
};

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const unsafeMethods = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * Whether a request must not reach the pages and handlers: a method that nothing here answers,
 * a write that another site's page may have caused, or a guess at a page that is counted.
 *
 * A browser says where a write comes from by `Sec-Fetch-Site`, and by `Origin` where that is
 * missing (plain http on a local network). A write that says nothing passes only with a bearer
 * token, which no browser adds by itself; an empty one too, so that it is refused as the key it is.
 * @returns the refusal, or null
 */
export function refuseRequest(request: RequestFacts, ownOrigins: readonly string[]): ErrorCode | null {
  // To look at it is counted, and nobody looks yet: the browser asks again when somebody does.
  if (request.isPrefetch && request.path.endsWith(routes.analytics)) return "unavailable";
  if (safeMethods.has(request.method)) return null;
  if (!unsafeMethods.has(request.method)) return "method_not_allowed";
  // Other servers have no Origin.
  if (request.path.startsWith(routes.api.webhooks)) return null;
  const { origin, secFetchSite } = request;
  if (secFetchSite !== undefined && secFetchSite !== "same-origin") return "cross_site";
  if (origin !== undefined) return ownOrigins.includes(origin) ? null : "cross_site";
  if (secFetchSite === "same-origin") return null;
  return /^bearer(\s|$)/i.test(request.authorization ?? "") ? null : "cross_site";
}

/**
 * The origins that are ours: APP_URL's. On one's own machine every spelling of loopback leads to
 * the same server and counts too, also while APP_URL carries the machine's address for a phone.
 */
export function ownOriginsOf(appUrl: string, isLocal: boolean): string[] {
  const { origin, protocol, port } = new URL(appUrl);
  if (!isLocal) return [origin];
  const suffix = port === "" ? "" : `:${port}`;
  const loopback = ["localhost", "127.0.0.1", "[::1]"].map((name) => `${protocol}//${name}${suffix}`);
  return [...new Set([origin, ...loopback])];
}

const probes = new Set<string>([routes.api.health, routes.api.ready, routes.api.metrics]);

/**
 * Whether the Host of a request is one that we answer to. In production that is APP_URL's alone,
 * so that no forged Host can end up in a link of ours; probes come by address and are let through.
 */
export function isKnownHost(host: string | undefined, path: string, expectedHost: string | null): boolean {
  return expectedHost === null || probes.has(path) || host?.toLowerCase() === expectedHost;
}
