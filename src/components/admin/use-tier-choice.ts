import { useTranslations } from "next-intl";
import { planOfTier } from "#lib/billing/plans.ts";
import type { Tier } from "#lib/entitlements/tiers.ts";

/** A tier's name where one is chosen: it says so where the tier is in no plan that is sold. */
export function useTierChoice(): (tier: Tier) => string {
  const t = useTranslations("admin");
  return (tier) => {
    const name = t(`tiers.${tier}`);
    return planOfTier(tier) === null ? t("not_sold", { tier: name }) : name;
  };
}
