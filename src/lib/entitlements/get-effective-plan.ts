import { env } from "#lib/env/server.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { type Entitlements, resolve } from "./resolve.ts";
import { findAccessFacts } from "./store.ts";

/**
 * What the workspace may do now, whatever gives it.
 * @param profileId the person who asks: what is said of them counts, too
 */
export async function getEffectivePlan(
  db: Prisma,
  workspaceId: string,
  profileId: string,
  now: Date,
): Promise<Entitlements> {
  return resolve(await findAccessFacts(db, workspaceId, profileId), now, env().GATEKEEPER_ENABLED);
}
