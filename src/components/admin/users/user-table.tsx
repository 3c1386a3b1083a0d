import { useFormatter, useTranslations } from "next-intl";
import { Records } from "#components/admin/record-panel.tsx";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { codesCounted, type UserRow } from "#lib/console/users/users-store.ts";
import type { AccountState } from "#lib/console/users/users-validation.ts";
import { routes } from "#shared/routes.ts";

const stateTones: Record<AccountState, BadgeTone> = {
  active: "neutral",
  paused: "attention",
  leaving: "notice",
  erased: "attention",
};

/** People of the platform; each leads to all that is known of them. */
export function UserTable({ rows }: { rows: readonly UserRow[] }) {
  const t = useTranslations("admin.users");
  const format = useFormatter();
  return (
    <Records
      title={t("title")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("person"), show: (row) => <Person {...row} /> },
        { label: t("plan"), show: (row) => <Plan {...row} /> },
        {
          label: t("state"),
          show: ({ state }) => <Badge tone={stateTones[state]}>{t(`states.${state}`)}</Badge>,
        },
        {
          label: t("signed_up"),
          show: ({ createdAt }) => (
            <time dateTime={createdAt.toISOString()} className="whitespace-nowrap">
              {format.dateTime(createdAt, { dateStyle: "medium", timeZone: "UTC" })}
            </time>
          ),
        },
        {
          label: t("codes"),
          isNumeric: true,
          show: ({ codes }) => (codes < codesCounted ? format.number(codes) : t("many_codes", { codes })),
        },
      ]}
    />
  );
}

function Person({ id, email, name, role }: UserRow) {
  const t = useTranslations("admin.users");
  return (
    <span className="grid justify-items-start gap-0.5">
      <TextLink href={routes.adminUser(id)} className="font-semibold wrap-anywhere">
        <bdi>{email}</bdi>
      </TextLink>
      <span className="flex flex-wrap items-center gap-2 text-sm font-normal text-ink-soft">
        {name && <bdi>{name}</bdi>}
        {role === "ADMIN" && <Badge tone="solid">{t("roles.ADMIN")}</Badge>}
      </span>
    </span>
  );
}

/** What their own workspace may do, and why; unknown for one that has not been looked at yet. */
function Plan({ tier, source }: UserRow) {
  const t = useTranslations("admin.users");
  const words = useTranslations("admin");
  if (tier === null || source === null) return <span className="text-ink-soft">{t("unknown")}</span>;
  const isFree = source === "free";
  return (
    <Badge tone={isFree ? "neutral" : source === "trial" ? "notice" : "data"}>
      {isFree
        ? words(`tiers.${tier}`)
        : t("plan_by", { tier: words(`tiers.${tier}`), source: words(`sources.${source}`) })}
    </Badge>
  );
}
