import { countedElsewhere } from "#platform/metrics/metrics.ts";
import { once } from "#platform/process.ts";
import type { ErrorCode } from "#shared/errors.ts";

function outcomes(): Map<string, number> {
  return once("promo.outcomes", () => {
    const counts = new Map<string, number>();
    countedElsewhere("promo_redemptions_total", "Tries to redeem a promo code by outcome", "outcome", () =>
      Object.fromEntries(counts),
    );
    return counts;
  });
}

/** Counts what became of a try; `alarm` is one hour in which too many codes were none. */
export function countOutcome(outcome: ErrorCode | "redeemed" | "alarm"): void {
  outcomes().set(outcome, (outcomes().get(outcome) ?? 0) + 1);
}
