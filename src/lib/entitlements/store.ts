import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { TrialFacts } from "./fit-trial.ts";
import type { AccessFacts } from "./resolve.ts";
import { parseTier } from "./tiers.ts";

/**
 * Statuses that may give access. Others are not read; what is left is decided by `givesAccess`.
 * A second plan of one workspace is for a person to sort out and counts for nothing.
 */
const liveStatuses = ["active", "trialing", "past_due"];
const secondPlan = "second_plan";

async function readSubscriptions(db: Prisma, workspaceId: string): Promise<AccessFacts["subscriptions"]> {
  const rows = await db.billingSubscription.findMany({
    where: {
      workspaceId,
      kind: "plan",
      status: { in: liveStatuses },
      OR: [{ setAsideReason: null }, { setAsideReason: { not: secondPlan } }],
    },
    select: { tier: true, status: true, graceUntil: true },
  });
  return rows.flatMap(({ tier: name, ...rest }) => {
    const tier = parseTier(name);
    return tier === null ? [] : [{ ...rest, tier }];
  });
}

/** What decides the access of a workspace; none at all for one that is not there. */
export async function findAccessFacts(db: Prisma, workspaceId: string): Promise<AccessFacts> {
  const [workspace, subscriptions] = await Promise.all([
    db.workspace.findUnique({
      where: { id: workspaceId },
      select: { trialEndsAt: true, trialBankedSeconds: true },
    }),
    readSubscriptions(db, workspaceId),
  ]);
  return { trialEndsAt: null, trialBankedSeconds: 0, ...workspace, subscriptions };
}

/**
 * Locks the workspace's row until the transaction ends: a limit and the write that it limits
 * are decided one after the other.
 * @returns what decides its access
 * @throws Error when there is no such workspace
 */
export async function lockAccessFacts(tx: Prisma, workspaceId: string): Promise<AccessFacts> {
  const [row] = await tx.$queryRaw<TrialFacts[]>(sql`
    SELECT trial_ends_at AS "trialEndsAt", trial_banked_seconds AS "trialBankedSeconds"
    FROM workspaces WHERE id = ${workspaceId}::uuid FOR UPDATE`);
  if (!row) throw new Error("the workspace is not there");
  // A statement of its own: only what begins after the lock is held sees what was committed before.
  return { ...row, subscriptions: await readSubscriptions(tx, workspaceId) };
}

/** Stores what `fitTrial` has decided; the workspace's row is locked by `lockAccessFacts`. */
export async function saveTrial(tx: Prisma, workspaceId: string, trial: TrialFacts): Promise<void> {
  const { trialEndsAt, trialBankedSeconds } = trial;
  await tx.workspace.update({ where: { id: workspaceId }, data: { trialEndsAt, trialBankedSeconds } });
}
