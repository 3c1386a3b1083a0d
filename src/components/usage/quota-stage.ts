import { isHeld } from "#lib/usage/meters.ts";
import type { QuotaState } from "#lib/usage/quota.ts";

/** How far a meter's limit is used; each has its badge in messages under `usage.stages`. */
export type QuotaStage =
  | "unlimited"
  /** Not to be had in the plan. */
  | "absent"
  | "open"
  | "near"
  | "grace"
  | "blocked"
  /** As many are held as may be. */
  | "full";

/** From this share of its limit on a meter is nearly used up. */
const nearShare = 0.8;

export function quotaStage({
  meter,
  used,
  limit,
  state,
}: Pick<QuotaState, "meter" | "used" | "limit" | "state">): QuotaStage {
  if (limit === null) return "unlimited";
  if (limit === 0) return "absent";
  if (state !== "open") return isHeld(meter) ? "full" : state;
  return used >= limit * nearShare ? "near" : "open";
}
