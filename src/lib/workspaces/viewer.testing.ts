import { randomUUID } from "node:crypto";
import type { Viewer } from "./viewer.ts";

/** Somebody in a workspace of which the database knows, where they themselves need not be known. */
export function viewerOf(
  id: string,
  { role = "OWNER", trialEndsAt = null }: Partial<Pick<Viewer["workspace"], "role" | "trialEndsAt">> = {},
): Viewer {
  return {
    profileId: randomUUID(),
    email: "somebody@example.org",
    name: "",
    locale: "en",
    platformRole: "USER",
    secondFactorAt: null,
    workspace: { id, name: "Test", role, trialEndsAt, entitlementVersion: 0 },
  };
}
