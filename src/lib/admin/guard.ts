import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";

/** Whether the viewer runs the platform. The role was read from the database for this request. */
export function isAdmin(viewer: Viewer): boolean {
  return viewer.platformRole === "ADMIN";
}

/** @throws Refusal `forbidden` for everybody who does not run the platform */
export function requireAdmin(viewer: Viewer): void {
  if (!isAdmin(viewer)) throw new Refusal("forbidden");
}

/** For acts that give access or hand data out. @throws Refusal `forbidden` */
export function requireFreshAdmin(viewer: Viewer, _now: Date): void {
  requireAdmin(viewer);
}

/** How the audit names what an admin did. */
export function adminActor(viewer: Viewer): string {
  return `admin:${viewer.profileId}`;
}
