import { createHash, timingSafeEqual } from "node:crypto";

export type MetricsCaller = {
  isLocal: boolean;
  address: string;
  authorization: string | null;
  /** METRICS_TOKEN; without one nobody reads the figures of a production server. */
  token: string | undefined;
};

/**
 * Who may read the figures: whoever bears the token, and on one's own machine loopback. In
 * production loopback proves nothing, as a proxy on the same machine comes from there too.
 */
export function mayReadMetrics({ isLocal, address, authorization, token }: MetricsCaller): boolean {
  if (token) return authorization !== null && isEqual(authorization, `Bearer ${token}`);
  return isLocal && (address === "::1" || address.startsWith("127."));
}

function isEqual(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
