import { foreseeUnpaid } from "#lib/codes/foresee-unpaid.ts";
import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import { enqueueForWorkspace } from "#lib/mails/enqueue-mails.ts";
import type { Notice } from "#lib/mails/mail-kinds.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { planWord } from "./billing-mails.ts";
import { type EndingPlan, type EndingTrial, listEndingPlans, listEndingTrials } from "./remind-store.ts";

const atOnce = 200;

/**
 * Notes down the mails that only time calls for: a trial that ends in three days or in one, a
 * cancelled plan that ends in three. Each is told once, however many processes look and however
 * often; one that is late tells the nearest only, and nothing after the end.
 * @param isTimeUp asked between workspaces: the rest waits for the next time
 * @returns how many mails were noted down
 */
export async function remind(
  { db, now }: { db: PrismaRoot; now: () => Date },
  isTimeUp: () => boolean = () => false,
): Promise<number> {
  // With the gate open everybody has Pro, and nothing ends.
  if (!env().GATEKEEPER_ENABLED) return 0;
  const at = now();
  const trials = await listEndingTrials(db, at, atOnce);
  const plans = await listEndingPlans(db, at, atOnce);
  const reminders = [
    ...trials.map((trial) => (tx: Prisma) => remindOfTrial(tx, trial, at)),
    ...plans.map((plan) => (tx: Prisma) => remindOfPlan(tx, plan, at)),
  ];
  let told = 0;
  for (const reminder of reminders) {
    if (isTimeUp()) break;
    told += await db.$transaction(reminder);
  }
  return told;
}

async function remindOfTrial(tx: Prisma, trial: EndingTrial, now: Date): Promise<number> {
  const { workspaceId, days, endsAt } = trial;
  if (resolve(await findAccessFacts(tx, workspaceId), now).source !== "trial") return 0;
  const { codes } = await foreseeUnpaid(tx, workspaceId, endsAt);
  const notice: Notice = {
    kind: "trial_ending",
    about: `${workspaceId}:${days}:${endsAt.getTime()}`,
    values: {
      days: Math.ceil((endsAt.getTime() - now.getTime()) / dayMs),
      endsAt: endsAt.toISOString(),
      codes,
    },
  };
  return enqueueForWorkspace(tx, workspaceId, [notice], now);
}

async function remindOfPlan(tx: Prisma, ending: EndingPlan, now: Date): Promise<number> {
  const { workspaceId, subscriptionId, tier, endsAt } = ending;
  const plan = planWord(tier);
  if (plan === null) return 0;
  const { codes, trialEndsAt } = await foreseeUnpaid(tx, workspaceId, endsAt);
  const notice: Notice = {
    kind: "plan_ending",
    about: `${subscriptionId}:${endsAt.getTime()}`,
    values: {
      plan,
      endsAt: endsAt.toISOString(),
      trialEndsAt: trialEndsAt?.toISOString() ?? null,
      codes,
    },
  };
  return enqueueForWorkspace(tx, workspaceId, [notice], now);
}
