import { useTranslations } from "next-intl";
import { RecordPanel } from "#components/admin/record-panel.tsx";
import { useRecordTexts } from "#components/admin/record-texts.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { groupPeople } from "#lib/console/overview/group-people.ts";
import type { RecentSignUp } from "#lib/console/overview/store.ts";
import { routes } from "#shared/routes.ts";

/** Who came last, and what they have. */
export function RecentSignUps({ rows }: { rows: readonly RecentSignUp[] }) {
  const t = useTranslations("admin.overview");
  const { instant } = useRecordTexts();
  const hasText = ({ tier, source }: RecentSignUp) => {
    if (tier === null || source === null) return t("unknown");
    const group = groupPeople([{ tier, tag: source, count: 1 }]).find(({ count }) => count > 0)?.group;
    return t(`people.groups.${group ?? "other"}`);
  };
  return (
    <RecordPanel
      title={t("recent.title")}
      empty={t("recent.empty")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("recent.email"),
          show: ({ id, email }) => (
            <TextLink href={routes.adminUser(id)}>
              <bdi>{email}</bdi>
            </TextLink>
          ),
        },
        {
          label: t("recent.name"),
          show: ({ name }) => <bdi className="block wrap-anywhere sm:min-w-32">{name || "–"}</bdi>,
        },
        { label: t("recent.has"), show: hasText },
        { label: t("recent.at"), show: ({ createdAt }) => instant(createdAt) },
      ]}
    />
  );
}
