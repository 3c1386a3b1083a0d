import type { Redeemed } from "./redemption.ts";

/** A redemption as the HTTP API tells it: instants in ISO 8601. */
export function redemptionJson({ daysGranted, expiresAt, isBanked, bankedUntil }: Redeemed) {
  return { daysGranted, expiresAt, banked: isBanked, bankedUntil };
}
