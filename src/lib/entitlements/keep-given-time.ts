import type { Prisma } from "#platform/db/prisma.ts";
import { fitGivenTime, type GivenTime } from "./given-time.ts";
import type { AccessFacts } from "./resolve.ts";
import { saveGivenTime } from "./store.ts";

/**
 * Brings the stored trial and promo days in line with what is paid. `resolve` gives the same answer
 * without it until what is paid changes the next time.
 * @param facts as they were read under the workspace's lock
 * @param before what was paid until now, where that has just changed
 * @returns the given time that holds from now on
 */
export async function keepGivenTime(
  tx: Prisma,
  workspaceId: string,
  facts: AccessFacts,
  now: Date,
  before = facts.subscriptions,
): Promise<GivenTime> {
  const given = fitGivenTime(facts, before, facts.subscriptions, now);
  const isSame =
    given.trialBankedSeconds === facts.trialBankedSeconds &&
    given.trialEndsAt?.getTime() === facts.trialEndsAt?.getTime() &&
    given.promoBankedSeconds === facts.promoBankedSeconds &&
    given.promoEndsAt?.getTime() === facts.promoEndsAt?.getTime();
  if (!isSame) await saveGivenTime(tx, workspaceId, given);
  return given;
}
