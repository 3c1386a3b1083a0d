import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { requireFeature } from "#lib/entitlements/gates.ts";
import { takeQuota } from "#lib/usage/take-quota.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { parseLocale } from "#shared/locale.ts";
import { admit, requireLiveKey } from "./require-api-key.ts";
import { retryKeyOf } from "./retry-key.ts";
import type { WorkspaceScope } from "./scopes.ts";
import type { LiveKey } from "./store.ts";

/**
 * The member that a workspace's key acts as, in that workspace and with the role that they have
 * now. The call counts as one of the period's.
 * @throws Refusal `unauthenticated`, `rate_limited`, `forbidden` without the scope, `plan_feature`
 *   and `quota_reached`
 */
export async function requireKeyViewer(
  db: PrismaRoot,
  request: Request,
  scope: WorkspaceScope,
  now: Date,
): Promise<Viewer> {
  const key = await requireLiveKey(db, request.headers.get("authorization"));
  const viewer = viewerOf(key);
  await admit(db, key, scope, now);
  const entitlements = await gatekeeper().getEntitlements(viewer, now);
  requireFeature(viewer.workspace.id, entitlements, "call_api");
  await takeQuota(db, viewer, entitlements, "apiCalls", now, await retryKeyOf(request, key.id, now));
  return viewer;
}

/** @throws Refusal `unauthenticated` for a key of the platform's, and while its member is paused or leaves, or its workspace does */
function viewerOf({ member }: LiveKey): Viewer {
  if (member === null) throw new Refusal("unauthenticated");
  const { role, profile, workspace } = member;
  const { closedAt, ...open } = workspace;
  const isShutOut = profile.deletionRequestedAt !== null || profile.pausedAt !== null;
  if (closedAt !== null || isShutOut) throw new Refusal("unauthenticated");
  return {
    profileId: profile.id,
    email: profile.email,
    name: profile.name,
    locale: parseLocale(profile.locale),
    // A key acts for its workspace: what its maker may do on the platform is in none.
    platformRole: "USER",
    secondFactorAt: null,
    workspace: { ...open, role },
  };
}
