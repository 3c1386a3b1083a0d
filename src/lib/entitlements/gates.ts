import { Counter } from "prom-client";
import { env } from "#lib/env/server.ts";
import { log } from "#platform/log/log.ts";
import { metrics } from "#platform/metrics/metrics.ts";
import { once } from "#platform/process.ts";
import { Refusal } from "#shared/errors.ts";
import { routes } from "#shared/routes.ts";
import { judgeAccess, lowestTierWithMore } from "./check-access.ts";
import { countDenial, type Denial } from "./denials.ts";
import type { Entitlements } from "./resolve.ts";
import type { Feature, LimitName, Tier } from "./tiers.ts";

/** What a person does that a feature has to open. */
export const featureGates = {
  choose_slug: "custom_slugs",
  set_expiry: "link_expiry",
  see_details: "detailed_analytics",
  see_countries: "geo_analytics",
  tell_bots: "bot_filter",
  export_scans: "csv_export",
  call_api: "api_access",
} as const satisfies Record<string, Feature>;
export type FeatureAction = keyof typeof featureGates;

/** What a person does that a limit has to leave room for. */
export const roomGates = {
  create_code: "activeCodes",
  resume_code: "activeCodes",
  restore_code: "activeCodes",
  add_member: "members",
} as const satisfies Record<string, LimitName>;
export type RoomAction = keyof typeof roomGates;

/** What a person sees so much of, where a limit cuts off the rest. */
export const reachGates = { look_back: "analyticsDays" } as const satisfies Record<string, LimitName>;
export type ReachAction = keyof typeof reachGates;

/** Whether the plan opens it; for what else shows less instead of nothing. A denial is recorded. */
export function admits(workspaceId: string, entitlements: Entitlements, action: FeatureAction): boolean {
  const feature = featureGates[action];
  const { tier, features } = entitlements;
  if (features.includes(feature)) return true;
  recordDenial({ workspaceId, tier, action, feature });
  return false;
}

/** @throws Refusal `plan_feature`, with the feature, the way to more, and the tier that has it, if any */
export function requireFeature(workspaceId: string, entitlements: Entitlements, action: FeatureAction): void {
  if (admits(workspaceId, entitlements, action)) return;
  const feature = featureGates[action];
  throw refusal("plan_feature", entitlements.tier, judgeAccess(entitlements, feature).requiredTier, {
    feature,
  });
}

/**
 * @param held how many there are already, counted under the workspace's lock
 * @throws Refusal `plan_limit`, with the limit, the way to more, and the tier that has it, if any
 */
export function requireRoom(
  workspaceId: string,
  entitlements: Entitlements,
  action: RoomAction,
  held: number,
): void {
  const feature = roomGates[action];
  const { tier, limits } = entitlements;
  const limit = limits[feature];
  if (limit === null || held < limit) return;
  recordDenial({ workspaceId, tier, action, feature });
  throw refusal("plan_limit", tier, lowestTierWithMore(entitlements, feature), { feature, limit });
}

/** How much of what is asked for the plan shows; what it cuts off is recorded as a denial. */
export function cutToReach(
  workspaceId: string,
  { tier, limits }: Entitlements,
  action: ReachAction,
  asked: number,
): number {
  const feature = reachGates[action];
  const limit = limits[feature];
  if (limit === null || asked <= limit) return asked;
  recordDenial({ workspaceId, tier, action, feature });
  return limit;
}

function refusal(
  code: "plan_feature" | "plan_limit",
  tier: Tier,
  requiredTier: Tier | null,
  values: Record<string, string | number>,
): Refusal {
  const upgradeUrl = new URL(routes.billing, env().APP_URL).href;
  const all = { ...values, tier, upgradeUrl };
  return new Refusal(code, { values: requiredTier === null ? all : { ...all, requiredTier } });
}

/** A plan stood in the way: logged for whoever asks why, counted for whoever asks how often. */
export function recordDenial(denial: Denial): void {
  const { feature, tier, workspaceId, action } = denial;
  log().info({ feature, tier, workspaceId, action }, "the plan does not allow this");
  denials().inc({ feature, tier });
  countDenial(denial);
}

function denials(): Counter<"feature" | "tier"> {
  return once(
    "metrics.denials",
    () =>
      new Counter({
        name: "dynamicqr_denials_total",
        help: "What was asked for and the plan does not allow",
        labelNames: ["feature", "tier"],
        registers: [metrics()],
      }),
  );
}
