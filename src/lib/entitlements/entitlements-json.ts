import { z } from "zod";
import type { Entitlements } from "./resolve.ts";
import { features } from "./tiers.ts";

export const featureCheckBody = z.strictObject({ feature: z.enum(features) });

/** What a workspace may do, as the HTTP API tells it: `null` is unlimited, instants are ISO 8601. */
export function entitlementsJson(entitlements: Entitlements, upgradeUrl: string) {
  const { tier, source, features, limits, graceUntil, expiresAt, nextChangeAt, considered } = entitlements;
  return {
    tier,
    source,
    features,
    limits,
    maxMembers: limits.members,
    gracePeriod: graceUntil !== null,
    graceUntil,
    expiresAt,
    nextChangeAt,
    upgradeUrl,
    explanation: considered,
  };
}
