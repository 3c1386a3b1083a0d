import type { Entitlements } from "#lib/entitlements/resolve.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import type { CountedMeter } from "./meters.ts";
import { judgeQuota, type QuotaState, quotaLimit } from "./quota.ts";
import { findPeriod, listCounters } from "./store.ts";

/** Where a quota stands, for who is shown it before using any of it. Nothing is counted. */
export async function findQuota(
  db: Prisma,
  workspaceId: string,
  entitlements: Pick<Entitlements, "features" | "limits">,
  meter: CountedMeter,
  now: Date,
): Promise<QuotaState> {
  const period = await findPeriod(db, workspaceId, now);
  const counters = await listCounters(db, workspaceId, period);
  const counter = counters.get(meter) ?? { used: 0, limitReachedAt: null };
  return judgeQuota({ meter, period, ...counter }, quotaLimit(meter, entitlements), now);
}
