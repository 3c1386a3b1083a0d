import { Refusal } from "#shared/errors.ts";
import type { Locale } from "#shared/locale.ts";

export type WorkspaceRole = "OWNER" | "ADMIN" | "MEMBER" | "VIEWER";
export type PlatformRole = "USER" | "ADMIN";

/** Who asks, and in which workspace: every service call takes one and checks it itself. */
export type Viewer = {
  profileId: string;
  email: string;
  name: string;
  locale: Locale;
  platformRole: PlatformRole;
  /** When the second factor was shown in this session; null for a session without one. */
  secondFactorAt: Date | null;
  workspace: {
    id: string;
    name: string;
    role: WorkspaceRole;
    trialEndsAt: Date | null;
    /** As this request found it; it rises with every change of what decides the workspace's access. */
    entitlementVersion: number;
  };
};

/** @throws Refusal `forbidden` when the viewer may only look */
export function requireEditor(viewer: Viewer): void {
  if (viewer.workspace.role === "VIEWER") throw new Refusal("forbidden");
}
