import { StripeFault } from "./errors.ts";

/** So many calls within any second, and no more. */
export class RateLimit {
  private calls: number[] = [];

  /** Counts a call at `nowMs`, or throws Stripe's `rate_limit`. `null`: no limit. */
  take(perSecond: number | null, nowMs: number): void {
    if (perSecond === null) return;
    this.calls = this.calls.filter((at) => at > nowMs - 1000);
    if (this.calls.length >= perSecond) throw rateLimited();
    this.calls.push(nowMs);
  }
}

export function rateLimited(): StripeFault {
  return new StripeFault(429, {
    type: "invalid_request_error",
    code: "rate_limit",
    message:
      "Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits.",
  });
}
