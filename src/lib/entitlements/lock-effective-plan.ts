import { env } from "#lib/env/server.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { type Entitlements, resolve } from "./resolve.ts";
import { lockAccessFacts } from "./store.ts";

/**
 * What the workspace may do now, for a write that a limit or a feature governs: its row is locked
 * until the transaction ends, and no cache is asked.
 * @param profileId the person who asks: what is said of them counts, too
 */
export async function lockEffectivePlan(
  tx: Prisma,
  workspaceId: string,
  profileId: string | null,
  now: Date,
): Promise<Entitlements> {
  return resolve(await lockAccessFacts(tx, workspaceId, profileId), now, env().GATEKEEPER_ENABLED);
}
