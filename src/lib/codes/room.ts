import { canCreateQrCode } from "#lib/entitlements/ask.ts";
import { lowestTierWithMore } from "#lib/entitlements/check-access.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";

export type Room = {
  /** Codes that there are, paused ones counted. */
  held: number;
  /** How many there may be; null is unlimited. */
  limit: number | null;
  isFull: boolean;
  /** Whether it is held down for this workspace, so that no other plan gives more. */
  isDenied: boolean;
};

/** Whether one more code would fit; the write itself decides it again. */
export function roomOf(plan: Entitlements, held: number): Room {
  return {
    held,
    limit: plan.limits.activeCodes,
    isFull: !canCreateQrCode(plan, held),
    isDenied: plan.limits.activeCodes !== null && lowestTierWithMore(plan, "activeCodes") === null,
  };
}
