import { requireViewer } from "#lib/auth/session.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { bringsKey } from "./key.ts";
import { requireKeyViewer } from "./require-key-viewer.ts";
import type { WorkspaceScope } from "./scopes.ts";

/**
 * Who calls a route that customers' programs may call, too: by the session's cookie, or by a key
 * of their workspace with the scope. Where there are both, the key decides, also when it is bad.
 * @throws Refusal `unauthenticated`, `forbidden`, and with a key `rate_limited`, `plan_feature` and
 *   `quota_reached`
 */
export async function requireCaller(request: Request, scope: WorkspaceScope): Promise<Viewer> {
  if (!bringsKey(request.headers.get("authorization"))) return requireViewer();
  return requireKeyViewer(db(), request, scope, new Date());
}
