import { useFormatter, useTranslations } from "next-intl";
import { findPlanWithMore } from "#lib/billing/plans.ts";
import type { Tier } from "#lib/entitlements/tiers.ts";
import { isHeld } from "#lib/usage/meters.ts";
import type { QuotaState } from "#lib/usage/quota.ts";
import { quotaStage } from "./quota-stage.ts";

/** A day that is named in a sentence: the year goes without saying. */
export const dayOfYear = { day: "numeric", month: "long", timeZone: "UTC" } as const;

/**
 * How a quota stands, in the reader's words.
 * @param tier of the workspace: which plan would allow more depends on it
 */
export function useQuotaText(tier: Tier) {
  const t = useTranslations("usage");
  const plans = useTranslations("billing.plans");
  const format = useFormatter();

  /** Such as “312 of 300 analytics queries”. */
  const amountText = ({ meter, used, limit }: QuotaState): string =>
    t(`of.${meter}`, { used, limit: limit ?? 0 });

  /** Null for members, too: nobody can be invited yet, and so no plan's room for them can be used. */
  const planWithMore = ({ meter, limit }: Pick<QuotaState, "meter" | "limit">): string | null => {
    if (meter === "members") return null;
    const plan = findPlanWithMore(meter, limit, tier);
    return plan && plans(plan);
  };

  /** What is used or left, what becomes of the next use, and until when. */
  const stateText = (quota: QuotaState): string => {
    const { meter, used, limit, graceLimit, graceEndsAt, period } = quota;
    const plan = planWithMore(quota) ?? "none";
    const resets = format.dateTime(period.end, dayOfYear);
    const stage = quotaStage(quota);
    if (limit === null || stage === "unlimited") return t("unlimited");
    if (stage === "absent") return t("absent", { plan });
    if (stage === "open" && meter !== "members") {
      return t(isHeld(meter) ? "room" : "left", { left: limit - used, resets });
    }
    const values = { amount: amountText(quota), resets, plan };
    if (isHeld(meter)) return t(`${stage === "full" ? "blocked" : "near"}.${meter}`, values);
    if (stage === "near" || stage === "blocked") return t(`${stage}.${meter}`, values);
    const graceEnds = format.dateTime(graceEndsAt ?? period.end, dayOfYear);
    return t(`grace.${meter}`, { ...values, graceEnds, graceLimit: graceLimit ?? limit });
  };

  /** The same for a banner, in short: where something stops it says why at length. */
  const bannerText = (quota: QuotaState): string => {
    const { meter, limit, graceLimit, graceEndsAt, period } = quota;
    const stage = quotaStage(quota);
    if (stage !== "grace" && stage !== "blocked") return stateText(quota);
    return t(`banner.${stage}${meter === "trackedScans" ? "_scans" : ""}`, {
      amount: amountText(quota),
      graceEnds: format.dateTime(graceEndsAt ?? period.end, dayOfYear),
      graceLimit: graceLimit ?? limit ?? 0,
      resets: format.dateTime(period.end, dayOfYear),
    });
  };

  return { amountText, stateText, bannerText, planWithMore };
}
