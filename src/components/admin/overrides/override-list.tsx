import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { endOverrideAction } from "#lib/console/overrides/actions.ts";
import type { ListedOverride } from "#lib/console/overrides/list-overrides.ts";
import { parseFeature, parseLimitName } from "#lib/entitlements/tiers.ts";
import { routes } from "#shared/routes.ts";
import { ActText, EndText } from "../actor-text.tsx";
import { ReasonDialog } from "../reason-dialog.tsx";
import { Records } from "../record-panel.tsx";
import { useRecordTexts } from "../record-texts.tsx";
import { WorkspaceText } from "../workspace-text.tsx";
import { EffectText } from "./effect-text.tsx";

export function OverrideList({ rows }: { rows: ListedOverride[] }) {
  const t = useTranslations("admin.overrides");
  const { instant } = useRecordTexts();
  const textOf = useOverrideText();
  return (
    <Records
      title={t("list_title")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("subject"), show: (row) => <Subject row={row} /> },
        { label: t("what"), show: textOf },
        { label: t("now"), show: ({ now }) => (now ? <EffectText effect={now} /> : "–") },
        {
          label: t("reason"),
          show: ({ reason }) => <bdi className="block wrap-anywhere sm:min-w-32">{reason}</bdi>,
        },
        {
          label: t("author"),
          show: ({ author, createdAt }) => <ActText actor={author} at={createdAt} />,
        },
        { label: t("ends"), show: ({ endsAt }) => (endsAt ? instant(endsAt) : t("open_end")) },
        { label: t("state"), show: (row) => <State row={row} /> },
        {
          label: t("action"),
          show: (row) =>
            row.state === "live" && (
              <ReasonDialog
                action={endOverrideAction}
                fields={{ id: row.id }}
                label={t("end")}
                about={textOf(row)}
                title={t("end_title")}
                text={t("end_text", { what: textOf(row) })}
                isTold={row.workspace !== null}
              />
            ),
        },
      ]}
    />
  );
}

/** What an override says, in words; of something that is not in the tables any more by its stored name. */
function useOverrideText() {
  const t = useTranslations("admin.overrides");
  const featureName = useTranslations("admin.features");
  const limitName = useTranslations("admin.limits");
  const format = useFormatter();
  return ({ effect, feature, limitName: stored, limitValue }: ListedOverride): string => {
    const [known, limit] = [parseFeature(feature), parseLimitName(stored)];
    if (stored === null) return t(`says.${effect}`, { what: known ? featureName(known) : String(feature) });
    const value = limitValue === null ? t("unlimited") : format.number(limitValue);
    return t(`says_limit.${effect}`, { what: limit ? limitName(limit) : stored, value });
  };
}

function Subject({ row: { workspace, profile } }: { row: ListedOverride }) {
  const t = useTranslations("admin.overrides");
  if (workspace) return <WorkspaceText workspace={workspace} />;
  return (
    <span className="grid gap-0.5 sm:min-w-32">
      {profile && (
        <TextLink href={routes.adminUser(profile.id)} className="font-semibold wrap-anywhere">
          <bdi>{profile.email}</bdi>
        </TextLink>
      )}
      <span className="text-sm font-normal text-ink-soft">{t("person")}</span>
    </span>
  );
}

function State({ row: { state, endedAt, endReason, ender } }: { row: ListedOverride }) {
  const t = useTranslations("admin.overrides");
  const isEndedByHand = endedAt !== null && ender.text !== "system";
  return (
    <span className="grid justify-items-start gap-1">
      <Badge tone={state === "live" ? "data" : "neutral"} hasDot>
        {t(`states.${state}`)}
      </Badge>
      {isEndedByHand && <EndText reason={endReason} actor={ender} at={endedAt} />}
    </span>
  );
}
