import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import type { UserDetail } from "#lib/console/users/detail.ts";
import type { WorkspaceDetail } from "#lib/console/users/get-workspace.ts";
import { FactList } from "../fact-list.tsx";
import { Mono, useRecordTexts } from "../record-texts.tsx";
import { WorkspaceChoice } from "./workspace-choice.tsx";

type Props = { person: UserDetail["person"]; workspace: WorkspaceDetail | null };

/** Where somebody is a member, and what the workspace at hand holds. */
export function WorkspacePanel({ person, workspace }: Props) {
  const t = useTranslations("admin.user.workspace");
  return (
    <Panel id="workspace" title={t("title")} className="scroll-mt-4">
      {workspace === null ? (
        <p className="text-ink-soft">{t("none")}</p>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {person.memberships.length > 1 && <WorkspaceChoice person={person} shownId={workspace.id} />}
          <WorkspaceFacts workspace={workspace} />
        </div>
      )}
    </Panel>
  );
}

function WorkspaceFacts({ workspace }: { workspace: WorkspaceDetail }) {
  const t = useTranslations("admin.user.workspace");
  const format = useFormatter();
  const { instant } = useRecordTexts();
  const { codes, members, keys } = workspace.counts;
  const all = codes.active + codes.owner + codes.plan + codes.abuse;
  const states = (["active", "owner", "plan", "abuse"] as const).filter((state) => codes[state] > 0);
  return (
    <FactList
      facts={[
        { label: t("name"), value: <bdi>{workspace.name}</bdi> },
        { label: t("id"), value: <Mono>{workspace.id}</Mono> },
        { label: t("role"), value: t(`roles.${workspace.role}`) },
        { label: t("kind"), value: t(workspace.isPersonal ? "personal" : "shared") },
        { label: t("created"), value: instant(workspace.createdAt) },
        { label: t("closed_at"), value: instant(workspace.closedAt) },
        {
          label: t("codes"),
          value: (
            <>
              <span className="block">{format.number(all)}</span>
              {states.map((state) => (
                <span key={state} className="block text-sm text-ink-soft">
                  {t(`code_states.${state}`, { count: codes[state] })}
                </span>
              ))}
            </>
          ),
        },
        { label: t("members"), value: format.number(members) },
        { label: t("keys"), value: format.number(keys) },
      ]}
    />
  );
}
