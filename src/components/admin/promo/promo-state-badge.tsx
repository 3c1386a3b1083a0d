import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import type { PromoState } from "#lib/promo/validation.ts";

const tones: Record<PromoState, BadgeTone> = {
  active: "data",
  inactive: "attention",
  expired: "neutral",
  used_up: "neutral",
};

export function PromoStateBadge({ state }: { state: PromoState }) {
  const t = useTranslations("admin.promo.states");
  return (
    <Badge tone={tones[state]} hasDot>
      {t(state)}
    </Badge>
  );
}
