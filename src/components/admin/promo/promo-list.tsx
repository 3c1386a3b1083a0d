import { useFormatter, useTranslations } from "next-intl";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { promoStateOf } from "#lib/promo/code-state.ts";
import type { PromoCode } from "#lib/promo/code-store.ts";
import { showCode } from "#lib/promo/code-text.ts";
import { routes } from "#shared/routes.ts";
import { Records } from "../record-panel.tsx";
import { useRecordTexts } from "../record-texts.tsx";
import { PromoStateBadge } from "./promo-state-badge.tsx";

type Props = { codes: PromoCode[]; now: Date; appUrl: string };

export function PromoList({ codes, now, appUrl }: Props) {
  const t = useTranslations("admin.promo");
  const format = useFormatter();
  const { instant } = useRecordTexts();
  return (
    <Records
      title={t("list_title")}
      rows={codes}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("code"),
          show: ({ id, code }) => (
            <span className="inline-flex min-w-0 items-center gap-1">
              <TextLink href={routes.adminPromoCode(id)} className="figure font-semibold break-all">
                {showCode(code)}
              </TextLink>
              <CopyButton
                text={new URL(routes.redeem(code), appUrl).href}
                label={t("copy_of", { code: showCode(code) })}
                isIconOnly
                variant="ghost"
              />
            </span>
          ),
        },
        {
          label: t("description"),
          show: ({ description }) => <bdi className="block wrap-anywhere sm:min-w-40">{description}</bdi>,
        },
        { label: t("days"), isNumeric: true, show: ({ days }) => format.number(days) },
        { label: t("uses"), isNumeric: true, show: (code) => <Uses {...code} /> },
        { label: t("ends"), show: ({ endsAt }) => instant(endsAt) },
        { label: t("state"), show: (code) => <PromoStateBadge state={promoStateOf(code, now)} /> },
        { label: t("created"), show: ({ createdAt }) => instant(createdAt) },
      ]}
    />
  );
}

/** How often a code was redeemed, of how often it can be. */
export function Uses({ uses, maxUses }: Pick<PromoCode, "uses" | "maxUses">) {
  const t = useTranslations("admin.promo");
  return maxUses === null ? t("uses_unlimited", { uses }) : t("uses_of", { uses, maxUses });
}
