import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import { revokeWaiverAction } from "#lib/console/waivers/actions.ts";
import type { WaiverState } from "#lib/console/waivers/validation.ts";
import type { ListedWaiver } from "#lib/console/waivers/waivers.ts";
import { parseTier } from "#lib/entitlements/tiers.ts";
import { ActText, EndText } from "../actor-text.tsx";
import { ReasonDialog } from "../reason-dialog.tsx";
import { Records } from "../record-panel.tsx";
import { useRecordTexts } from "../record-texts.tsx";
import { WorkspaceText } from "../workspace-text.tsx";

const tones: Record<WaiverState, BadgeTone> = { live: "data", ended: "neutral", revoked: "attention" };

export function WaiverList({ rows }: { rows: ListedWaiver[] }) {
  const t = useTranslations("admin.waivers");
  const { instant } = useRecordTexts();
  return (
    <Records
      title={t("list_title")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("workspace"), show: ({ workspace }) => <WorkspaceText workspace={workspace} /> },
        { label: t("tier"), show: ({ tier }) => <TierName tier={tier} /> },
        {
          label: t("reason"),
          show: ({ reason }) => <bdi className="block wrap-anywhere sm:min-w-32">{reason}</bdi>,
        },
        {
          label: t("granted_by"),
          show: ({ granter, createdAt }) => <ActText actor={granter} at={createdAt} />,
        },
        { label: t("ends"), show: ({ endsAt }) => (endsAt ? instant(endsAt) : t("open_end")) },
        { label: t("state"), show: (row) => <State row={row} /> },
        {
          label: t("action"),
          show: ({ state, workspace, workspaceId }) =>
            state === "live" && (
              <ReasonDialog
                action={revokeWaiverAction}
                fields={{ workspaceId }}
                label={t("revoke")}
                about={workspace.name}
                title={t("revoke_title", { workspace: workspace.name })}
                text={t("revoke_text")}
                isTold
              />
            ),
        },
      ]}
    />
  );
}

/** One that is stored under a name that is not known any more keeps that name. */
function TierName({ tier }: { tier: string }) {
  const t = useTranslations("admin.tiers");
  const known = parseTier(tier);
  return known ? t(known) : tier;
}

function State({ row: { state, revoker, revokeReason, revokedAt } }: { row: ListedWaiver }) {
  const t = useTranslations("admin.waivers.states");
  return (
    <span className="grid justify-items-start gap-1">
      <Badge tone={tones[state]} hasDot>
        {t(state)}
      </Badge>
      {state === "revoked" && revokedAt && <EndText reason={revokeReason} actor={revoker} at={revokedAt} />}
    </span>
  );
}
