import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import type { DiscountState } from "#lib/discounts/discount-code.ts";

const tones: Record<DiscountState, BadgeTone> = {
  live: "data",
  ended: "neutral",
  used_up: "neutral",
  inactive: "attention",
};

export function DiscountStateBadge({ state }: { state: DiscountState }) {
  const t = useTranslations("admin.discounts");
  return (
    <Badge tone={tones[state]} hasDot>
      {t(`states.${state}`)}
    </Badge>
  );
}
