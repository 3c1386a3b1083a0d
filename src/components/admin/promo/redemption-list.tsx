import { useFormatter, useTranslations } from "next-intl";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Redemption } from "#lib/promo/code-store.ts";
import { routes } from "#shared/routes.ts";
import { Records } from "../record-panel.tsx";
import { useRecordTexts } from "../record-texts.tsx";

/** Who has redeemed a code, for which workspace, and until when its days reached with it. */
export function RedemptionList({ rows }: { rows: Redemption[] }) {
  const t = useTranslations("admin.promo.redemptions");
  const format = useFormatter();
  const { instant } = useRecordTexts();
  return (
    <Records
      title={t("title")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("who"),
          show: ({ profile, workspace }) => (
            <TextLink href={routes.adminUser(profile.id, workspace.id)} className="wrap-anywhere">
              <bdi>{profile.email}</bdi>
            </TextLink>
          ),
        },
        {
          label: t("workspace"),
          show: ({ workspace }) => <bdi className="block wrap-anywhere sm:min-w-32">{workspace.name}</bdi>,
        },
        { label: t("days"), isNumeric: true, show: ({ days }) => format.number(days) },
        { label: t("at"), show: ({ redeemedAt }) => instant(redeemedAt) },
        {
          label: t("until"),
          show: ({ grantedUntil }) => (grantedUntil ? instant(grantedUntil) : t("waits")),
        },
      ]}
    />
  );
}
