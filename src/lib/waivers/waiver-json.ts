import { isLive } from "./manage-waivers.ts";
import type { Override, Waiver } from "./store.ts";

/** A waiver as the HTTP API tells it: instants in ISO 8601. */
export function waiverJson(waiver: Waiver, now: Date) {
  return {
    id: waiver.id,
    workspaceId: waiver.workspaceId,
    tier: waiver.tier,
    reason: waiver.reason,
    isActive: isLive(waiver, now),
    grantedBy: waiver.grantedBy,
    createdAt: waiver.createdAt,
    endsAt: waiver.endsAt,
    revokedAt: waiver.revokedAt,
    revokedBy: waiver.revokedBy,
    revokeReason: waiver.revokeReason,
  };
}

export function overrideJson(override: Override) {
  const target =
    override.feature === null
      ? { limit: override.limitName, value: override.limitValue }
      : { feature: override.feature };
  return {
    id: override.id,
    workspaceId: override.workspaceId,
    profileId: override.profileId,
    effect: override.effect,
    ...target,
    reason: override.reason,
    createdBy: override.createdBy,
    createdAt: override.createdAt,
    endsAt: override.endsAt,
    endedAt: override.endedAt,
    endedBy: override.endedBy,
    endReason: override.endReason,
  };
}
