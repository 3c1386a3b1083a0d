import type { Pool } from "pg";
import { parseDestination } from "#lib/codes/destination.ts";
import { normalizeSlug } from "#lib/codes/slug.ts";
import { describeVisitor, isPrefetch, visitorHash } from "#lib/scans/describe-visitor.ts";
import { ScanRecorder, storeThrough } from "#lib/scans/scan-recorder.ts";
import { VisitorSalts } from "#lib/scans/visitor-salts.ts";
import { clientAddress, type HeaderLookup, type TrustedProxy } from "#platform/http/client-address.ts";
import { log } from "#platform/log/log.ts";
import { matchLocale } from "#shared/locale.ts";
import { securityHeaders } from "#shared/security-headers.ts";
import { type CodeTarget, decideVisit, isScan, type Visit, visitStatus } from "./decide-visit.ts";
import { MissLimiter } from "./miss-limiter.ts";
import { findTarget } from "./store.ts";
import { TargetCache } from "./target-cache.ts";
import { renderVisitorPage, type VisitorPage, visitorPagePolicy } from "./visitor-page.ts";

export type VisitRequest = {
  /** What stands after `/r/`, as it came. */
  segment: string;
  /** HEAD is answered like GET, without a body, and is no scan. */
  isHead: boolean;
  header: HeaderLookup;
  socketAddress: string | undefined;
};

/** Headers lie flat: name, value, name, value. */
export type VisitAnswer = { status: number; headers: readonly string[]; body: string };

export type RedirectsOptions = {
  pool: Pool;
  trustedProxy: TrustedProxy;
  /** `host[:port]` of our own short links: a destination there would lead in circles. */
  ownHosts: readonly string[];
  isSecure: boolean;
};

export type Outcome = Visit["kind"] | "too-many" | "unavailable";

/** A code with the answer to its redirect, which is the same for every visitor. */
type CachedCode = { target: CodeTarget; redirect: VisitAnswer | null };

const failureLogMs = 5_000;

/** The redirect path of one process: targets, limiter, and the scans on their way to storage. */
export class Redirects {
  readonly cache: TargetCache<CachedCode>;
  readonly recorder: ScanRecorder;
  readonly salts: VisitorSalts;
  readonly outcomes: Record<Outcome, number> = {
    redirect: 0,
    paused: 0,
    "plan-paused": 0,
    suspended: 0,
    expired: 0,
    gone: 0,
    unknown: 0,
    "too-many": 0,
    unavailable: 0,
  };
  readonly #options: RedirectsOptions;
  readonly #misses = new MissLimiter();
  #failureLoggedAtMs = 0;

  constructor(options: RedirectsOptions) {
    this.#options = options;
    this.salts = new VisitorSalts(options.pool);
    this.recorder = new ScanRecorder({ store: storeThrough(options.pool) });
    this.cache = new TargetCache({ load: (slug) => this.#load(slug) });
  }

  /** Answers one visit; without waiting for anything when the code is cached. */
  answer(request: VisitRequest): VisitAnswer | Promise<VisitAnswer> {
    const slug = normalizeSlug(request.segment);
    if (slug === null) return this.#miss(request);
    const code = this.cache.peek(slug);
    if (code === undefined) return this.#look(slug, request);
    return code === null ? this.#miss(request) : this.#visit(code, request);
  }

  async #look(slug: string, request: VisitRequest): Promise<VisitAnswer> {
    // Whoever makes us ask the database for what may be a guess pays first, and has it back for a
    // real code: guesses that are sent all at once would else each find the limit unused.
    const isGuess = !this.cache.has(slug) && !this.cache.isLoading(slug);
    const address = this.#address(request);
    const waitSeconds = isGuess ? await this.#misses.count(address) : null;
    // A load that somebody else has paid for meanwhile is open to all.
    if (waitSeconds !== null && !this.cache.isLoading(slug)) return this.#tooMany(waitSeconds, request);
    let code: CachedCode | null;
    try {
      code = await this.cache.get(slug);
    } catch (err) {
      if (isGuess) await this.#misses.giveBack(address);
      this.#warnOfFailedLoad(err);
      return this.#page({ kind: "unavailable" }, request);
    }
    if (code === null) {
      if (!isGuess) return this.#miss(request);
      return waitSeconds === null ? this.#unknown(request) : this.#tooMany(waitSeconds, request);
    }
    if (isGuess) await this.#misses.giveBack(address);
    return this.#visit(code, request);
  }

  /** Once in a while: every visitor of an outage is one too many lines. */
  #warnOfFailedLoad(err: unknown): void {
    const nowMs = Date.now();
    if (nowMs - this.#failureLoggedAtMs < failureLogMs) return;
    this.#failureLoggedAtMs = nowMs;
    log().warn({ err }, "codes cannot be loaded");
  }

  async #miss(request: VisitRequest): Promise<VisitAnswer> {
    const waitSeconds = await this.#misses.count(this.#address(request));
    return waitSeconds === null ? this.#unknown(request) : this.#tooMany(waitSeconds, request);
  }

  #unknown(request: VisitRequest): VisitAnswer {
    return this.#page({ kind: "unknown" }, request);
  }

  #tooMany(retryAfterSeconds: number, request: VisitRequest): VisitAnswer {
    return this.#page({ kind: "too-many", retryAfterSeconds }, request);
  }

  #visit(code: CachedCode, request: VisitRequest): VisitAnswer {
    const nowMs = Date.now();
    const visit = decideVisit(code.target, nowMs);
    if (isScan(visit) && !request.isHead && !isPrefetch(request.header)) {
      this.#record(code.target.id, nowMs, request);
    }
    if (visit.kind !== "redirect") return this.#page(visit, request);
    this.outcomes.redirect++;
    return code.redirect ?? redirectTo(visit.destination, this.#options.isSecure);
  }

  #record(codeId: string, nowMs: number, request: VisitRequest): void {
    const { header } = request;
    this.recorder.record({
      codeId,
      atMs: nowMs,
      traits: describeVisitor(header, this.#options.trustedProxy),
      visitorHash: visitorHash(this.salts.current(nowMs), this.#address(request), header("user-agent")),
    });
  }

  #address(request: VisitRequest): string {
    return clientAddress(request.header, request.socketAddress, this.#options.trustedProxy);
  }

  #page(page: VisitorPage, request: VisitRequest): VisitAnswer {
    this.outcomes[page.kind]++;
    const locale = matchLocale(request.header("accept-language"));
    const body = renderVisitorPage(page, locale);
    const headers = [
      ...["Content-Type", "text/html; charset=utf-8"],
      ...["Content-Length", String(Buffer.byteLength(body))],
      ...["Content-Language", locale],
      ...["Content-Security-Policy", visitorPagePolicy],
      ...["Cache-Control", "private, no-store"],
      ...["Vary", "Accept-Language"],
      ...["X-Robots-Tag", "noindex"],
    ];
    if (page.kind === "too-many") headers.push("Retry-After", String(page.retryAfterSeconds));
    if (page.kind === "unavailable") headers.push("Retry-After", "5");
    return { status: pageStatus(page), headers, body: request.isHead ? "" : body };
  }

  async #load(slug: string): Promise<CachedCode | null> {
    const target = await findTarget(this.#options.pool, slug);
    if (target === null) return null;
    // The rules may have grown since the destination was stored.
    const parsed = parseDestination(target.destination ?? "", this.#options.ownHosts);
    target.destination = parsed.ok ? parsed.href : null;
    return { target, redirect: parsed.ok ? redirectTo(parsed.href, this.#options.isSecure) : null };
  }
}

function pageStatus(page: VisitorPage): number {
  if (page.kind === "too-many") return 429;
  return page.kind === "unavailable" ? 503 : visitStatus[page.kind];
}

function redirectTo(destination: string, isSecure: boolean): VisitAnswer {
  const headers = [
    ...["Location", destination],
    ...["Cache-Control", "private, no-store"],
    ...["Content-Length", "0"],
    ...["X-Content-Type-Options", "nosniff"],
    ...["Referrer-Policy", "strict-origin-when-cross-origin"],
  ];
  const hsts = securityHeaders(isSecure)["Strict-Transport-Security"];
  if (hsts !== undefined) headers.push("Strict-Transport-Security", hsts);
  return { status: 302, headers, body: "" };
}
