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
 * @param most how many are listed at once
 * @returns how many mails were noted down
 */
export async function remind(
  { db, now }: { db: PrismaRoot; now: () => Date },
  isTimeUp: () => boolean = () => false,
  most = atOnce,
): Promise<number> {
  // With the gate open everybody has Pro, and nothing ends.
  if (!env().GATEKEEPER_ENABLED) return 0;
  const at = now();
  let told = 0;
  /** Whoever is told is listed no more; those who need not be told are passed over. */
  async function remindAll<T>(
    list: (passed: number) => Promise<T[]>,
    tell: (tx: Prisma, one: T) => Promise<number>,
  ): Promise<void> {
    let passed = 0;
    for (let all = await list(passed); all.length > 0; all = await list(passed)) {
      for (const one of all) {
        if (isTimeUp()) return;
        const count = await db.$transaction((tx) => tell(tx, one));
        if (count === 0) passed++;
        told += count;
      }
    }
  }
  await remindAll(
    (passed) => listEndingTrials(db, at, { passed, most }),
    (tx, trial) => remindOfTrial(tx, trial, at),
  );
  await remindAll(
    (passed) => listEndingPlans(db, at, { passed, most }),
    (tx, plan) => remindOfPlan(tx, plan, at),
  );
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
