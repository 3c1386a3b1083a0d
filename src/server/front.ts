import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Redirects, VisitAnswer } from "#lib/redirects/redirects.ts";
import { isPrefetch } from "#lib/scans/describe-visitor.ts";
import {
  clientAddress,
  clientAddressHeader,
  type HeaderLookup,
  type TrustedProxy,
} from "#platform/http/client-address.ts";
import { problem } from "#platform/http/problem.ts";
import { log } from "#platform/log/log.ts";
import { type ErrorCode, Refusal } from "#shared/errors.ts";
import { routes } from "#shared/routes.ts";
import { securityHeaders } from "#shared/security-headers.ts";
import { limitBody } from "./limit-body.ts";
import { isKnownHost, ownOriginsOf, refuseRequest } from "./refuse-request.ts";

export type FrontOptions = {
  redirects: Redirects;
  /** Answers everything but the redirects: Next. */
  handlePage: (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;
  appUrl: string;
  isLocal: boolean;
  trustedProxy: TrustedProxy;
  /** Whether the server is on its way out: answers then close their connection. */
  isClosing: () => boolean;
};

/** Headers that stand for something inside: nobody outside may set them. */
const internalHeaders = [
  clientAddressHeader,
  "x-nonce",
  "content-security-policy",
  "x-matched-path",
  "x-now-route-matches",
  "x-invoke-path",
  "x-invoke-query",
  "x-invoke-status",
  "x-invoke-output",
  "x-next-revalidated-tags",
  "x-next-revalidate-tag-token",
];

/** Answers redirects itself, refuses what must not go further, and hands on the rest. */
export function createFront(options: FrontOptions): RequestListener {
  const { redirects, handlePage, trustedProxy, isClosing } = options;
  const appUrl = new URL(options.appUrl);
  const isSecure = appUrl.protocol === "https:";
  const ownOrigins = ownOriginsOf(options.appUrl, options.isLocal);
  const expectedHost = options.isLocal ? null : appUrl.host;
  const commonHeaders = Object.entries(securityHeaders(isSecure));
  const flatCommonHeaders = commonHeaders.flat();

  function refuse(res: ServerResponse, code: ErrorCode, extra: Record<string, string> = {}): void {
    const { status, headers, body } = problem(new Refusal(code));
    send(res, status, [...Object.entries({ ...headers, ...extra }).flat(), ...flatCommonHeaders], body);
  }

  function send(res: ServerResponse, status: number, headers: string[], body: string): void {
    if (isClosing()) res.shouldKeepAlive = false;
    res.writeHead(status, headers).end(body);
  }

  function sendVisit(res: ServerResponse, { status, headers, body }: VisitAnswer): void {
    if (isClosing()) res.shouldKeepAlive = false;
    // SAFETY: writeHead only reads the list; its types ask for one that may be written to.
    if (status === 302) res.writeHead(status, headers as string[]).end();
    else res.writeHead(status, [...headers, ...flatCommonHeaders]).end(body);
  }

  function visit(req: IncomingMessage, res: ServerResponse, url: string): void {
    const isHead = req.method === "HEAD";
    if (!isHead && req.method !== "GET") {
      refuse(res, "method_not_allowed", { allow: "GET, HEAD" });
      return;
    }
    const answer = redirects.answer({
      segment: segmentOf(url),
      isHead,
      header: lookup(req),
      socketAddress: req.socket.remoteAddress,
    });
    if (!(answer instanceof Promise)) {
      sendVisit(res, answer);
      return;
    }
    answer.then(
      (visitAnswer) => sendVisit(res, visitAnswer),
      (err: unknown) => {
        log().error({ err }, "a visit could not be answered");
        if (!res.headersSent) refuse(res, "internal");
      },
    );
  }

  function page(req: IncomingMessage, res: ServerResponse, url: string): void {
    const path = pathOf(url);
    const { headers } = req;
    const method = req.method ?? "";
    if (!isReadable(path)) {
      refuse(res, "not_found");
      return;
    }
    if (!isKnownHost(headers.host, path, expectedHost)) {
      refuse(res, "misdirected");
      return;
    }
    const refusal = refuseRequest(
      {
        method,
        path,
        origin: headers.origin,
        secFetchSite: lookup(req)("sec-fetch-site"),
        authorization: headers.authorization,
        isPrefetch: isPrefetch(lookup(req)),
      },
      ownOrigins,
    );
    if (refusal === "method_not_allowed") {
      refuse(res, refusal, { allow: "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE" });
      return;
    }
    if (refusal !== null) {
      refuse(res, refusal);
      return;
    }
    if (!limitBody(req)) {
      refuse(res, "payload_too_large", { connection: "close" });
      return;
    }

    for (const name of internalHeaders) delete headers[name];
    for (const name in headers) if (name.startsWith("x-middleware-")) delete headers[name];
    headers[clientAddressHeader] = clientAddress(lookup(req), req.socket.remoteAddress, trustedProxy);
    // Next compares Origin with X-Forwarded-Host where there is one: nobody outside chooses it.
    delete headers["x-forwarded-host"];
    headers["x-forwarded-proto"] = isSecure ? "https" : "http";
    for (const [name, value] of commonHeaders) res.setHeader(name, value);
    // The middleware, which sets a page's policy, leaves the files of the build alone.
    if (path.startsWith("/_next/")) res.setHeader("content-security-policy", "default-src 'none'");
    keepRedirectsFresh(res);
    if (isClosing()) res.shouldKeepAlive = false;
    Promise.resolve(handlePage(req, res)).catch((err: unknown) => {
      log().error({ err, path }, "a page failed");
      if (res.headersSent) res.destroy();
      else refuse(res, "internal");
    });
  }

  return (req, res) => {
    const url = req.url ?? "/";
    try {
      if (url.startsWith(routes.shortLinks)) visit(req, res, url);
      else if (url.startsWith("/")) page(req, res, url);
      // A target in absolute form is for proxies, which this is not.
      else send(res, 400, ["content-length", "0", ...flatCommonHeaders], "");
    } catch (err) {
      log().error({ err }, "a request failed");
      if (!res.headersSent) refuse(res, "internal");
    }
  };
}

/**
 * A redirect without a word on caching is kept all the same, and taken when somebody goes back in
 * history: one of Next's, meant for a script alone, would then lead a person to its address.
 */
function keepRedirectsFresh(res: ServerResponse): void {
  const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => ServerResponse;
  // SAFETY: everything given goes on as it came, whichever of the overloads was called.
  res.writeHead = ((...args: unknown[]) => {
    const status = Number(args[0]);
    const isRedirect = status > 300 && status < 400 && status !== 304;
    if (isRedirect && !res.hasHeader("cache-control")) res.setHeader("cache-control", "no-store");
    return writeHead(...args);
  }) as ServerResponse["writeHead"];
}

/** Whether the path's escapes are whole and stand for nothing that cannot be printed. */
function isReadable(path: string): boolean {
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}

function lookup(req: IncomingMessage): HeaderLookup {
  const { headers } = req;
  return (name) => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  };
}

function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}

/** What stands after `/r/`, without the query and one closing slash, percent-decoded. */
function segmentOf(url: string): string {
  let segment = pathOf(url).slice(routes.shortLinks.length);
  if (segment.endsWith("/")) segment = segment.slice(0, -1);
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}
