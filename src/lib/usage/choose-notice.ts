import type { NoticeId } from "./notice-store.ts";
import type { QuotaState } from "./quota.ts";
import { thresholdOf } from "./thresholds.ts";

/** A notice that somebody still sees, and where its meter stands now. */
export type ChosenNotice = { id: NoticeId; quota: QuotaState };

const urgency: Record<QuotaState["state"], number> = { open: 0, grace: 1, blocked: 2 };

/**
 * The one notice to show: what is refused before what ends soon, before what is nearly used up; of
 * equals the one that is used the most. None of a limit that has since become higher than its use.
 */
export function chooseNotice(ids: readonly NoticeId[], quotas: readonly QuotaState[]): ChosenNotice | null {
  const open = ids.flatMap((id) => {
    const quota = quotas.find(
      ({ meter, period }) => meter === id.meter && period.start.getTime() === id.periodStart.getTime(),
    );
    return quota && thresholdOf(quota.used, quota.limit) !== null ? [{ id, quota }] : [];
  });
  return open.sort((a, b) => compare(a.quota, b.quota))[0] ?? null;
}

function compare(a: QuotaState, b: QuotaState): number {
  return urgency[b.state] - urgency[a.state] || share(b) - share(a);
}

const share = ({ used, limit }: QuotaState): number => used / (limit ?? Number.POSITIVE_INFINITY);
