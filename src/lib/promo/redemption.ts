import type { AuditEntry } from "#lib/audit/record.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { changeAccess } from "#lib/waivers/change-access.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { isBusy, isOutage } from "#platform/db/outage.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { consumeKept, giveBack } from "#platform/rate-limits/kept-limiter.ts";
import { triesOf } from "#platform/rate-limits/tries.ts";
import { Refusal } from "#shared/errors.ts";
import { secondMs } from "#shared/time.ts";
import { decideRedemption } from "./decide-redemption.ts";
import { giveDays } from "./give-days.ts";
import type { PromoSpan } from "./given-days.ts";
import { countOutcome } from "./outcomes.ts";
import * as store from "./store.ts";
import { parseTyped } from "./validation.ts";
import { watchGuesses } from "./watch-guesses.ts";

export type Redeemed = PromoSpan & { daysGranted: number };

/** Redemptions of one code go one after the other: in a rush a turn takes its time to come. */
const transactionOptions = { maxWait: 5 * secondMs, timeout: 10 * secondMs };

/** Whether the viewer may redeem codes: it changes what the whole workspace has. */
export function canRedeem({ workspace }: Viewer): boolean {
  return workspace.role === "OWNER" || workspace.role === "ADMIN";
}

/**
 * Redeems a promo code for the viewer's workspace: the use, the days, the audit and what follows
 * from them, or nothing of it.
 * @param typed as the person wrote it
 * @param address as limits count it
 * @throws Refusal `forbidden`, `validation`, `rate_limited`, one of `promo_…`, or `unavailable` when
 *   it is not known what became of it: then it can be tried again, and counts once
 */
export async function redeemPromo(
  db: PrismaRoot,
  viewer: Viewer,
  typed: string,
  address: string,
  now: Date,
): Promise<Redeemed> {
  return counted(async () => {
    if (!canRedeem(viewer)) throw new Refusal("forbidden");
    const code = parseTyped(typed);
    const tries = triesOf("promo", viewer.profileId, address);
    await consumeKept(tries);
    try {
      const redeemed = await evaluate(db, viewer, code, now);
      await giveBack(tries);
      return redeemed;
    } catch (error) {
      // What broke was no guess.
      if (!(error instanceof Refusal)) await giveBack(tries);
      throw error;
    }
  });
}

/** Notes what became of a try, whatever it was. */
async function counted(redeem: () => Promise<Redeemed>): Promise<Redeemed> {
  try {
    const redeemed = await redeem();
    countOutcome("redeemed");
    return redeemed;
  } catch (error) {
    const refusal = asRefusal(error);
    countOutcome(refusal?.code ?? "internal");
    if (refusal?.code === "promo_unknown") await watchGuesses();
    throw refusal ?? error;
  }
}

async function evaluate(db: PrismaRoot, viewer: Viewer, code: string, now: Date): Promise<Redeemed> {
  // Most of what cannot be redeemed is told apart without a lock; what can is looked at again under it.
  const { id } = await requireRedeemable(db, viewer, code, now);
  const redeemed = await db.$transaction(async (tx) => {
    await store.lockCode(tx, id);
    return use(tx, viewer, await requireRedeemable(tx, viewer, code, now), now);
  }, transactionOptions);
  await gatekeeper().invalidateCache(viewer.workspace.id);
  return redeemed;
}

async function requireRedeemable(
  db: Prisma,
  { profileId, workspace }: Viewer,
  code: string,
  now: Date,
): Promise<store.SeenCode> {
  const seen = await store.findSeenCode(db, code, { profileId, workspaceId: workspace.id });
  const refusal = decideRedemption(seen, now);
  if (refusal === null && seen !== null) return seen;
  throw new Refusal(refusal ?? "promo_unknown");
}

/** The code's row is locked. */
async function use(
  tx: Prisma,
  { profileId, workspace }: Viewer,
  { id, days }: store.SeenCode,
  now: Date,
): Promise<Redeemed> {
  const workspaceId = workspace.id;
  return changeAccess(tx, workspaceId, now, async () => {
    const span = await giveDays(tx, { workspaceId, days, source: `promo_code:${id}` }, now);
    await store.insertRedemption(tx, {
      promoCodeId: id,
      workspaceId,
      profileId,
      days,
      grantedUntil: span.expiresAt,
      redeemedAt: now,
    });
    const entry: AuditEntry = {
      actor: `profile:${profileId}`,
      action: "promo.redeemed",
      subject: `promo_code:${id}`,
      workspaceId,
      after: { days, grantedUntil: span.expiresAt?.toISOString() ?? null, isBanked: span.isBanked },
    };
    return { result: { ...span, daysGranted: days }, audit: [entry] };
  });
}

/** Whether an outage came before or after the commit, nobody can tell; trying again can. */
function asRefusal(error: unknown): Refusal | null {
  const isRefusal = error instanceof Refusal;
  if (isRefusal && error.code !== "unavailable") return error;
  if (!isRefusal && !isOutage(error) && !isBusy(error)) return null;
  if (!isRefusal) log().warn({ err: error }, "a redemption could not be finished");
  const details = { values: { reason: "promo_again" }, retryAfterSeconds: 2 };
  return new Refusal("unavailable", details, { cause: error });
}
