import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { once } from "#platform/process.ts";
import { routes } from "#shared/routes.ts";
import { type FeatureVerdict, judgeAccess } from "./check-access.ts";
import { getEffectivePlan } from "./get-effective-plan.ts";
import type { Entitlements } from "./resolve.ts";
import type { Feature, Tier } from "./tiers.ts";

/** Who asks, and what was the version of their workspace when this request began. A viewer is one. */
export type Asker = { profileId: string; workspace: { id: string; entitlementVersion: number } };

export type FeatureAccess = FeatureVerdict & {
  /** Where a plan that has more can be had. */
  upgradeUrl: string;
};

/** Answers what a workspace may do, for pages and questions. A write that is limited reads the facts itself. */
export type Gatekeeper = {
  getEntitlements: (asker: Asker, now: Date) => Promise<Entitlements>;
  checkAccess: (asker: Asker, feature: Feature, now: Date) => Promise<FeatureAccess>;
  getCurrentTier: (asker: Asker, now: Date) => Promise<Tier>;
  /** Forgets what is kept of a workspace: called after the commit of what changes its access. */
  invalidateCache: (workspaceId: string) => Promise<void>;
};

/** The process's one gatekeeper. */
export function gatekeeper(): Gatekeeper {
  return once("entitlements.gatekeeper", createGatekeeper);
}

function createGatekeeper(): Gatekeeper {
  const upgradeUrl = new URL(routes.billing, env().APP_URL).href;
  const getEntitlements: Gatekeeper["getEntitlements"] = ({ workspace, profileId }, now) =>
    getEffectivePlan(db(), workspace.id, profileId, now);
  return {
    getEntitlements,
    async checkAccess(asker, feature, now) {
      return { ...judgeAccess(await getEntitlements(asker, now), feature), upgradeUrl };
    },
    async getCurrentTier(asker, now) {
      return (await getEntitlements(asker, now)).tier;
    },
    async invalidateCache() {},
  };
}
