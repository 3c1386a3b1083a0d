import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { WorkspaceDetail } from "#lib/console/users/get-workspace.ts";
import { showCode } from "#lib/promo/code-text.ts";
import { routes } from "#shared/routes.ts";
import { Records } from "../record-panel.tsx";
import { Mono, useRecordTexts } from "../record-texts.tsx";

/** The promo codes that a workspace has redeemed, and where all of its days came from. */
export function PromoPanel({ redemptions, grants }: Pick<WorkspaceDetail, "redemptions" | "grants">) {
  const t = useTranslations("admin.user.promo");
  const redemption = useTranslations("admin.promo.redemptions");
  const format = useFormatter();
  const { instant } = useRecordTexts();
  return (
    <Panel id="promo" title={t("title")} className="scroll-mt-4">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        {redemptions.length === 0 ? (
          <p className="text-ink-soft">{t("no_redemptions")}</p>
        ) : (
          <Records
            title={t("redemptions")}
            rows={redemptions}
            keyOf={({ id }) => id}
            columns={[
              {
                label: t("code"),
                show: ({ promoCode }) => (
                  <TextLink href={routes.adminPromoCode(promoCode.id)} className="figure break-all">
                    {showCode(promoCode.code)}
                  </TextLink>
                ),
              },
              {
                label: t("description"),
                show: ({ promoCode }) => (
                  <bdi className="block wrap-anywhere sm:min-w-32">{promoCode.description}</bdi>
                ),
              },
              { label: t("days"), isNumeric: true, show: ({ days }) => format.number(days) },
              { label: t("at"), show: ({ redeemedAt }) => instant(redeemedAt) },
              {
                label: t("until"),
                show: ({ grantedUntil }) => (grantedUntil ? instant(grantedUntil) : redemption("waits")),
              },
            ]}
          />
        )}
        {grants.length > 0 && (
          <Records
            title={t("grants")}
            rows={grants}
            keyOf={({ id }) => id}
            columns={[
              { label: t("source"), show: ({ source }) => <SourceText source={source} /> },
              { label: t("days"), isNumeric: true, show: ({ days }) => format.number(days) },
              { label: t("at"), show: ({ createdAt }) => instant(createdAt) },
            ]}
          />
        )}
      </div>
    </Panel>
  );
}

/** What gave days: its kind in words where it is known, and which one it was. */
function SourceText({ source }: { source: string }) {
  const t = useTranslations("admin.user.promo.kinds");
  const [kind, id = ""] = source.split(":");
  const isKnown = kind === "promo_code" || kind === "admin_grant";
  return (
    <span className="grid gap-0.5">
      {t(isKnown ? kind : "other")}
      <Mono>{isKnown ? id : source}</Mono>
    </span>
  );
}
