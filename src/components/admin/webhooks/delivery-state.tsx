import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import type { Delivery } from "#lib/console/webhooks/store.ts";
import type { DeliveryFilterState } from "#lib/console/webhooks/validation.ts";

const tones: Record<DeliveryFilterState, BadgeTone> = {
  waiting: "neutral",
  failing: "notice",
  processed: "data",
  ignored: "neutral",
  set_aside: "attention",
};

export function DeliveryState({ state, attempts }: Pick<Delivery, "state" | "attempts">) {
  const t = useTranslations("admin.webhooks.states");
  const shown = state === "pending" ? (attempts > 0 ? "failing" : "waiting") : state;
  return <Badge tone={tones[shown]}>{t(shown)}</Badge>;
}
