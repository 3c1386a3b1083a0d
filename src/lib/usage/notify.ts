import type { Prisma } from "#platform/db/prisma.ts";
import type { QuotaState } from "./quota.ts";
import type { Threshold } from "./thresholds.ts";

/** A share of a limit was passed, and where the meter stands since. */
export type UsageNotice = QuotaState & { limit: number; threshold: Threshold };

/**
 * Notes down that people are told of it.
 * @returns false when somebody was quicker: then nobody is told again
 */
export async function enqueueUsageNotice(
  tx: Prisma,
  workspaceId: string,
  { meter, threshold, period }: UsageNotice,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.usageNotice.createMany({
    data: { workspaceId, meter, threshold, periodStart: period.start, createdAt: now },
    skipDuplicates: true,
  });
  return count > 0;
}
