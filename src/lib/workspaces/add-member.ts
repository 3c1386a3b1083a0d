import { requireRoom } from "#lib/entitlements/gates.ts";
import { lockEffectivePlan } from "#lib/entitlements/lock-effective-plan.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { countMembers, insertMember } from "./store.ts";
import type { WorkspaceRole } from "./viewer.ts";

/**
 * The one way into a workspace. Locks it, so that any number of people who come at once find no
 * more places than there are.
 * @param askedBy who lets them in: what is said of that person counts, too; null for nobody
 * @throws Refusal `plan_limit` when the plan holds no more members
 */
export async function addMember(
  tx: Prisma,
  member: { workspaceId: string; profileId: string; role: WorkspaceRole },
  askedBy: string | null,
  now: Date,
): Promise<void> {
  const { workspaceId } = member;
  const plan = await lockEffectivePlan(tx, workspaceId, askedBy, now);
  requireRoom(workspaceId, plan, "add_member", await countMembers(tx, workspaceId));
  await insertMember(tx, member);
}
