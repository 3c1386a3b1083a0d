import { Counter } from "prom-client";
import { canAccessAnalytics, canExportCsv } from "#lib/entitlements/ask.ts";
import { lowestTierWith } from "#lib/entitlements/check-access.ts";
import { getEffectivePlan } from "#lib/entitlements/get-effective-plan.ts";
import type { Tier } from "#lib/entitlements/tiers.ts";
import { env } from "#lib/env/server.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { metrics } from "#platform/metrics/metrics.ts";
import { once } from "#platform/process.ts";
import { Refusal } from "#shared/errors.ts";
import { routes } from "#shared/routes.ts";

const analyticsFeatures = ["detailed_analytics", "geo_analytics", "bot_filter", "csv_export"] as const;
export type AnalyticsFeature = (typeof analyticsFeatures)[number];

export type AnalyticsAccess = {
  tier: Tier;
  opens: Readonly<Record<AnalyticsFeature, boolean>>;
  /** How many days back the plan reaches, today counted; null is unlimited. */
  historyDays: number | null;
};

/** What the workspace's plan opens of the analytics now. */
export async function getAnalyticsAccess(db: Prisma, viewer: Viewer, now: Date): Promise<AnalyticsAccess> {
  const entitlements = await getEffectivePlan(db, viewer.workspace.id, viewer.profileId, now);
  const { tier, features, limits } = entitlements;
  return {
    tier,
    opens: {
      detailed_analytics: canAccessAnalytics(entitlements),
      geo_analytics: features.includes("geo_analytics"),
      bot_filter: features.includes("bot_filter"),
      csv_export: canExportCsv(entitlements),
    },
    historyDays: limits.analyticsDays,
  };
}

/** @throws Refusal `plan_feature`, with the feature, the tier that has it and the way there */
export function requireFeature(viewer: Viewer, access: AnalyticsAccess, feature: AnalyticsFeature): void {
  if (access.opens[feature]) return;
  recordDenial(viewer, access, feature);
  throw new Refusal("plan_feature", {
    values: {
      feature,
      tier: access.tier,
      requiredTier: lowestTierWith(feature),
      upgradeUrl: new URL(routes.billing, env().APP_URL).href,
    },
  });
}

/** A plan stood in the way: logged for whoever asks why, counted for whoever asks how often. */
export function recordDenial(viewer: Viewer, { tier }: AnalyticsAccess, feature: AnalyticsFeature): void {
  log().info({ feature, tier, workspaceId: viewer.workspace.id }, "the plan does not open this");
  denials().inc({ feature, tier });
}

function denials(): Counter<"feature" | "tier"> {
  return once(
    "metrics.analytics_denials",
    () =>
      new Counter({
        name: "dynamicqr_analytics_denials_total",
        help: "Parts of the analytics that were asked for and that the plan does not open",
        labelNames: ["feature", "tier"],
        registers: [metrics()],
      }),
  );
}
