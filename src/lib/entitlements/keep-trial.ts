import type { Prisma } from "#platform/db/prisma.ts";
import { fitTrial, type TrialFacts } from "./fit-trial.ts";
import type { AccessFacts } from "./resolve.ts";
import { saveTrial } from "./store.ts";

/**
 * Brings the stored trial in line with what is paid. `resolve` gives the same answer without it
 * until what is paid changes the next time.
 * @param facts as they were read under the workspace's lock
 * @param before what was paid until now, where that has just changed
 * @returns the trial that holds from now on
 */
export async function keepTrial(
  tx: Prisma,
  workspaceId: string,
  facts: AccessFacts,
  now: Date,
  before = facts.subscriptions,
): Promise<TrialFacts> {
  const trial = fitTrial(facts, before, facts.subscriptions, now);
  const isSame =
    trial.trialBankedSeconds === facts.trialBankedSeconds &&
    trial.trialEndsAt?.getTime() === facts.trialEndsAt?.getTime();
  if (!isSame) await saveTrial(tx, workspaceId, trial);
  return trial;
}
