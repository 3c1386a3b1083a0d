import type { QuotaState } from "#lib/usage/quota.ts";

/** How far a meter's limit is used; each has its badge in messages under `usage.stages`. */
export type QuotaStage = "unlimited" | "absent" | "open" | "near" | "grace" | "blocked";

/** From this share of its limit on a meter is nearly used up. */
const nearShare = 0.8;

export function quotaStage({ used, limit, state }: Pick<QuotaState, "used" | "limit" | "state">): QuotaStage {
  if (limit === null) return "unlimited";
  if (limit === 0) return "absent";
  if (state !== "open") return state;
  return used >= limit * nearShare ? "near" : "open";
}
