import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { countedElsewhere } from "#platform/metrics/metrics.ts";
import { once } from "#platform/process.ts";
import { redis } from "#platform/redis/redis.ts";
import { routes } from "#shared/routes.ts";
import { Answers, type Asker } from "./cache/answers.ts";
import { RedisAnswers } from "./cache/redis-answers.ts";
import { type FeatureVerdict, judgeAccess } from "./check-access.ts";
import type { Entitlements } from "./resolve.ts";
import { findVersionedFacts } from "./store.ts";
import type { Feature, Tier } from "./tiers.ts";

export type { Asker };

export type FeatureAccess = FeatureVerdict & {
  /** Where a plan that has more can be had. */
  upgradeUrl: string;
};

/**
 * Answers what a workspace may do, as it was when the asker was read or later. For pages and
 * questions: a write that is limited reads the facts under the lock, and who has just changed the
 * access asks `getEffectivePlan`, because their version is from before the change.
 */
export type Gatekeeper = {
  getEntitlements: (asker: Asker, now: Date) => Promise<Entitlements>;
  checkAccess: (asker: Asker, feature: Feature, now: Date) => Promise<FeatureAccess>;
  getCurrentTier: (asker: Asker, now: Date) => Promise<Tier>;
  /** Forgets what is kept of a workspace. For after the commit of what changes its access. */
  invalidateCache: (workspaceId: string) => Promise<void>;
};

/** The process's one gatekeeper. */
export function gatekeeper(): Gatekeeper {
  return once("entitlements.gatekeeper", () => {
    const { APP_URL, GATEKEEPER_ENABLED } = env();
    const store = redis();
    const answers = new Answers({
      findFacts: (workspaceId, profileId) => findVersionedFacts(db(), workspaceId, profileId),
      shared: store && new RedisAnswers(store, GATEKEEPER_ENABLED),
      isGated: GATEKEEPER_ENABLED,
    });
    countedElsewhere(
      "entitlement_answers_total",
      "Answers to what a workspace may do, by where they were found.",
      "from",
      () => answers.counts,
    );
    return createGatekeeper(answers, new URL(routes.billing, APP_URL).href);
  });
}

function createGatekeeper(answers: Answers, upgradeUrl: string): Gatekeeper {
  const getEntitlements: Gatekeeper["getEntitlements"] = (asker, now) => answers.find(asker, now);
  return {
    getEntitlements,
    async checkAccess(asker, feature, now) {
      return { ...judgeAccess(await getEntitlements(asker, now), feature), upgradeUrl };
    },
    async getCurrentTier(asker, now) {
      return (await getEntitlements(asker, now)).tier;
    },
    invalidateCache: (workspaceId) => answers.forget(workspaceId),
  };
}
