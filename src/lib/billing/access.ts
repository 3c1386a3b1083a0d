import { env } from "#lib/env/server.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import { hasStripe } from "./stripe.ts";

/** Whether the viewer may spend the workspace's money. */
export function canManageBilling(viewer: Viewer): boolean {
  return viewer.workspace.role === "OWNER" || viewer.workspace.role === "ADMIN";
}

/**
 * @throws Refusal `forbidden` for members who may not pay, `unavailable` where nothing is sold
 */
export function requireBilling(viewer: Viewer): void {
  if (!canManageBilling(viewer)) throw new Refusal("forbidden");
  if (!env().BILLING_ENABLED || !hasStripe()) throw new Refusal("unavailable");
}
