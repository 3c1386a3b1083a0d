import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { reasonIn } from "#lib/audit/diff-facts.ts";
import type { UserDetail } from "#lib/console/users/detail.ts";
import { routes } from "#shared/routes.ts";
import { ActorText } from "../actor-text.tsx";
import { ActionText } from "../audit/action-text.tsx";
import { Records } from "../record-panel.tsx";
import { Mono, useRecordTexts } from "../record-texts.tsx";

type Rows = UserDetail["audit"];

/** The newest of the audit: about the person, and of the workspace at hand. */
export function AuditPanel({ detail }: { detail: UserDetail }) {
  const t = useTranslations("admin.user.audit");
  const { person, workspace, audit, actorOf } = detail;
  return (
    <Panel id="audit" title={t("title")} className="scroll-mt-4">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Part
          title={t("person")}
          rows={audit}
          actorOf={actorOf}
          href={routes.adminAudit({ subject: `profile:${person.id}` })}
        />
        {workspace && (
          <Part
            title={t("workspace")}
            rows={workspace.audit}
            actorOf={actorOf}
            href={routes.adminAudit({ workspace: workspace.id })}
          />
        )}
      </div>
    </Panel>
  );
}

type PartProps = { title: string; rows: Rows; actorOf: UserDetail["actorOf"]; href: string };

function Part({ title, rows, actorOf, href }: PartProps) {
  const t = useTranslations("admin.user.audit");
  const { instant } = useRecordTexts();
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="font-semibold">{title}</h3>
        <TextLink href={href} className="text-sm">
          {t("all")}
          <span className="sr-only">: {title}</span>
        </TextLink>
      </div>
      {rows.length === 0 ? (
        <p className="text-ink-soft">{t("empty")}</p>
      ) : (
        <Records
          title={title}
          rows={rows}
          keyOf={({ id }) => String(id)}
          columns={[
            { label: t("action"), show: ({ action }) => <ActionText action={action} /> },
            { label: t("at"), show: ({ at }) => instant(at) },
            { label: t("actor"), show: ({ actor }) => <ActorText actor={actorOf(actor)} /> },
            { label: t("subject"), show: ({ subject }) => <Mono>{subject}</Mono> },
            {
              label: t("reason"),
              show: ({ after }) => (
                <bdi className="block wrap-anywhere sm:min-w-32">{reasonIn(after) ?? "–"}</bdi>
              ),
            },
          ]}
        />
      )}
    </section>
  );
}
