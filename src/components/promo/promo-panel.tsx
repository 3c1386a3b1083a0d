import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import type { PromoSpan } from "#lib/promo/given-days.ts";
import { PromoRedeemModal } from "./promo-redeem-modal.tsx";

type Props = {
  /** Null where no promo days run or wait. */
  days: PromoSpan | null;
  mayRedeem: boolean;
};

/** How a workspace's promo days stand, and the way to more of them. */
export function PromoPanel({ days, mayRedeem }: Props) {
  const t = useTranslations("promo");
  return (
    <Panel title={t("panel.title")}>
      <div className="grid gap-4">
        <p className="max-w-[70ch] text-ink-soft">{days ? <Standing days={days} /> : t("panel.none")}</p>
        <div>{mayRedeem ? <PromoRedeemModal /> : t("ask_owner")}</div>
      </div>
    </Panel>
  );
}

function Standing({ days: { daysLeft, expiresAt, isBanked, bankedUntil } }: { days: PromoSpan }) {
  const t = useTranslations("promo.panel");
  const format = useFormatter();
  const day = (instant: Date | null) => (instant ? format.dateTime(instant, { dateStyle: "long" }) : "");
  const key = !isBanked ? "runs" : expiresAt && bankedUntil ? "follows" : "waits";
  return t(key, { days: daysLeft, until: day(expiresAt), from: day(bankedUntil) });
}
