import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { revokeAnyKeyAction } from "#lib/console/api-keys/actions.ts";
import type { ListedPlatformKey } from "#lib/console/api-keys/keys.ts";
import { ActText } from "../actor-text.tsx";
import { ReasonDialog } from "../reason-dialog.tsx";
import { Records } from "../record-panel.tsx";
import { useRecordTexts } from "../record-texts.tsx";
import { WorkspaceText } from "../workspace-text.tsx";

type Props = { keys: ListedPlatformKey[]; now: Date; ofWorkspaces: boolean };

/** Keys without what opens; those of customers with the workspace in which they act. */
export function KeyList({ keys, now, ofWorkspaces }: Props) {
  const t = useTranslations("admin.api_keys");
  const format = useFormatter();
  const { instant } = useRecordTexts();
  const workspaceColumn = {
    label: t("workspace"),
    show: ({ workspace }: ListedPlatformKey) => workspace && <WorkspaceText workspace={workspace} />,
  };
  return (
    <Records
      title={t(ofWorkspaces ? "workspaces_title" : "platform_title")}
      rows={keys}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("key"),
          show: ({ name, prefix }) => (
            <span className="grid gap-0.5">
              <bdi className="font-semibold wrap-anywhere">{name}</bdi>
              <span className="font-mono text-sm font-normal text-ink-soft">{prefix}…</span>
            </span>
          ),
        },
        ...(ofWorkspaces ? [workspaceColumn] : []),
        {
          label: t("scopes_column"),
          show: ({ scopes }) => <span className="font-mono text-sm">{scopes.join(", ")}</span>,
        },
        {
          label: t("author"),
          show: ({ author, createdAt }) => <ActText actor={author} at={createdAt} />,
        },
        {
          label: t("used"),
          show: ({ lastUsedAt }) => (lastUsedAt ? format.relativeTime(lastUsedAt, now) : t("never")),
        },
        {
          label: t("state"),
          show: ({ revokedAt }) => (
            <span className="grid justify-items-start gap-0.5">
              <Badge tone={revokedAt ? "neutral" : "data"} hasDot>
                {t(revokedAt ? "revoked" : "live")}
              </Badge>
              {revokedAt && <span className="text-sm text-ink-soft">{instant(revokedAt)}</span>}
            </span>
          ),
        },
        {
          label: t("action"),
          show: ({ id, name, revokedAt }) =>
            !revokedAt && (
              <ReasonDialog
                action={revokeAnyKeyAction}
                fields={{ id }}
                label={t("revoke")}
                about={name}
                title={t("revoke_title", { name })}
                text={t(ofWorkspaces ? "revoke_text_workspace" : "revoke_text")}
                isTold={ofWorkspaces}
              />
            ),
        },
      ]}
    />
  );
}
