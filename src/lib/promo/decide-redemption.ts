import type { ErrorCode } from "#shared/errors.ts";

/** What is known of a code to somebody who wants to redeem it. */
export type CodeState = {
  isActive: boolean;
  endsAt: Date | null;
  maxUses: number | null;
  uses: number;
  /** Whether this person has redeemed it, whatever became of it since. */
  isRedeemedByViewer: boolean;
  /** Whether it was redeemed for this workspace, by whomever. */
  isRedeemedForWorkspace: boolean;
};

export type RedemptionRefusal = Extract<ErrorCode, `promo_${string}`>;

/**
 * What stands in the way of a redemption; null for nothing. Of a code that is there for one use,
 * nobody but who has redeemed it learns that it exists.
 * @param code null for one that is not there
 */
export function decideRedemption(code: CodeState | null, now: Date): RedemptionRefusal | null {
  if (code === null) return "promo_unknown";
  const { isActive, endsAt, maxUses, uses } = code;
  const isSingleUse = maxUses === 1;
  if (code.isRedeemedByViewer) return "promo_redeemed";
  if (code.isRedeemedForWorkspace && !isSingleUse) return "promo_redeemed";
  if (!isActive) return "promo_unknown";
  if (endsAt !== null && endsAt <= now) return isSingleUse ? "promo_unknown" : "promo_expired";
  if (maxUses !== null && uses >= maxUses) return isSingleUse ? "promo_unknown" : "promo_used_up";
  return null;
}
