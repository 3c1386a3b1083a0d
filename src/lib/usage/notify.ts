import { findPlanWithMore } from "#lib/billing/plans.ts";
import type { Tier } from "#lib/entitlements/tiers.ts";
import { enqueueMails } from "#lib/mails/enqueue-mails.ts";
import type { Notice } from "#lib/mails/mail-kinds.ts";
import { listUsageRecipients } from "#lib/mails/store.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { insertNotice } from "./notice-store.ts";
import type { QuotaState } from "./quota.ts";
import type { Threshold } from "./thresholds.ts";

/** A share of a limit was passed, and where the meter stands since; with the tier of the workspace. */
export type UsageNotice = QuotaState & { limit: number; threshold: Threshold; tier: Tier };

/**
 * Notes down that a share of a limit was passed: for the pages, and as a mail to those who look after
 * the workspace and want to hear of it.
 * @returns false when the period has had it, or a higher one: then nobody is told again
 */
export async function enqueueUsageNotice(
  tx: Prisma,
  workspaceId: string,
  passed: UsageNotice,
  now: Date,
): Promise<boolean> {
  const { meter, threshold, period } = passed;
  const isNew = await insertNotice(tx, workspaceId, { meter, threshold, periodStart: period.start }, now);
  if (!isNew) return false;
  const notice = writeNotice(workspaceId, passed);
  const recipients = await listUsageRecipients(tx, workspaceId, threshold);
  await enqueueMails(
    tx,
    recipients.map((recipient) => ({ notice, workspaceId, recipient })),
    now,
  );
  return true;
}

function writeNotice(
  workspaceId: string,
  { meter, used, limit, threshold, tier, state, graceEndsAt, graceLimit, period }: UsageNotice,
): Notice {
  const hasGrace = graceEndsAt !== null && graceLimit !== null;
  return {
    kind: "usage_notice",
    about: `${workspaceId}:${meter}:${period.start.toISOString()}:${threshold}`,
    values: {
      meter,
      used,
      limit,
      percent: threshold,
      state,
      grace: hasGrace ? { endsAt: graceEndsAt.toISOString(), limit: graceLimit } : null,
      resetsAt: period.end.toISOString(),
      plan: findPlanWithMore(meter, limit, tier),
    },
  };
}
