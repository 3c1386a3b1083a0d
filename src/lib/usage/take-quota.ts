import { randomUUID } from "node:crypto";
import { recordDenial } from "#lib/entitlements/gates.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { env } from "#lib/env/server.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { once } from "#platform/process.ts";
import { NamedTurns } from "#platform/turns.ts";
import { Refusal } from "#shared/errors.ts";
import { routes } from "#shared/routes.ts";
import { secondMs } from "#shared/time.ts";
import type { CountedMeter } from "./meters.ts";
import { judgeQuota, type QuotaState, quotaLimit } from "./quota.ts";
import * as store from "./store.ts";

/**
 * Uses of one counter stand in line here, behind the one that has its row and the next: in the
 * database each would hold a connection while it waits, and the pool's own patience is short.
 */
const atOnce = 2;
const patienceMs = 20 * secondMs;
const turns = () => once("usage.turns", () => new NamedTurns(atOnce, patienceMs));

/** Whose quota it is; a viewer is one. */
type Asker = { workspace: { id: string } };

/**
 * Counts one use within the quota of the period, exactly however many come at once.
 * @param key what a request has in common with its repetitions: these are counted once
 * @returns where the quota stands with this use in it
 * @throws Refusal `quota_reached` once limit and grace are used up, after the denial is recorded
 */
export async function takeQuota(
  db: PrismaRoot,
  asker: Asker,
  entitlements: Entitlements,
  meter: CountedMeter,
  now: Date,
  key: string = randomUUID(),
): Promise<QuotaState> {
  const { isTaken, state } = await tryQuota(db, asker, entitlements, meter, now, key);
  if (isTaken) return state;
  throw refusal(entitlements, state);
}

/** The same for what shows less instead of nothing: what is not taken is said, not thrown. */
export async function tryQuota(
  db: PrismaRoot,
  { workspace }: Asker,
  entitlements: Entitlements,
  meter: CountedMeter,
  now: Date,
  key: string = randomUUID(),
): Promise<{ isTaken: boolean; state: QuotaState }> {
  const limit = quotaLimit(meter, entitlements);
  const outcome = await turns().take(`${workspace.id}:${meter}`, () =>
    db.$transaction(async (tx) => {
      const period = await store.findPeriod(tx, workspace.id, now);
      return count(tx, { workspaceId: workspace.id, meter, period }, limit, now, key);
    }),
  );
  const { tier } = entitlements;
  if (!outcome.isTaken) {
    recordDenial({ workspaceId: workspace.id, tier, action: "use_quota", feature: meter });
  }
  return outcome;
}

async function count(tx: Prisma, place: store.Place, limit: number | null, now: Date, key: string) {
  const { meter, period } = place;
  const counter = await store.lockCounter(tx, place, now);
  const before = judgeQuota({ meter, period, ...counter }, limit, now);
  if (await store.repeatUse(tx, place, key, now)) return { isTaken: true, state: before };
  if (before.state === "blocked") return { isTaken: false, state: before };
  const used = counter.used + 1;
  const isReached = limit !== null && used >= limit;
  const limitReachedAt = isReached ? (counter.limitReachedAt ?? now) : null;
  await store.addUse(tx, place, { key, limitReachedAt }, now);
  return { isTaken: true, state: judgeQuota({ meter, period, used, limitReachedAt }, limit, now) };
}

function refusal({ tier }: Entitlements, { meter, used, limit, period }: QuotaState) {
  return new Refusal("quota_reached", {
    values: {
      meter,
      used,
      limit: limit ?? 0,
      tier,
      resetsAt: period.end.toISOString(),
      // The same for the words of the refusal, which write dates in the reader's language.
      resetsAtMs: period.end.getTime(),
      upgradeUrl: new URL(routes.billing, env().APP_URL).href,
    },
  });
}
