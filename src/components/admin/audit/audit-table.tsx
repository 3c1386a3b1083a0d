import { useTranslations } from "next-intl";
import { Records } from "#components/admin/record-panel.tsx";
import { Mono, useRecordTexts } from "#components/admin/record-texts.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { categoryOf } from "#lib/audit/categories.ts";
import { reasonIn } from "#lib/audit/diff-facts.ts";
import type { AuditPage } from "#lib/console/audit/list-audit.ts";
import { ActionText } from "./action-text.tsx";
import { FactsTable } from "./facts-table.tsx";
import { ActorName, NamedText, WorkspaceName } from "./named-text.tsx";

type Row = AuditPage["rows"][number];

/** Entries of the audit: who did what to what, when, from where, and what was changed. */
export function AuditTable({ rows, names }: Pick<AuditPage, "rows" | "names">) {
  const t = useTranslations("admin.audit");
  const { instant } = useRecordTexts();
  return (
    <Records
      title={t("list")}
      rows={rows}
      keyOf={({ id }) => String(id)}
      columns={[
        { label: t("action"), show: (row) => <Action {...row} /> },
        { label: t("at"), show: ({ at }) => <span className="text-sm">{instant(at)}</span> },
        { label: t("actor"), show: ({ actor }) => <ActorName text={actor} names={names} /> },
        {
          label: t("subject"),
          show: ({ subject, workspaceId }) => (
            <span className="grid gap-0.5">
              <NamedText text={subject} names={names} />
              {workspaceId && subject !== `workspace:${workspaceId}` && (
                <WorkspaceName id={workspaceId} names={names} />
              )}
            </span>
          ),
        },
        { label: t("address"), show: ({ address }) => (address ? <Mono>{address}</Mono> : "–") },
        { label: t("facts"), show: (row) => <Facts {...row} /> },
      ]}
    />
  );
}

function Action({ action }: Row) {
  const t = useTranslations("admin.audit");
  const category = categoryOf(action);
  return (
    <ActionText action={action}>
      {category && (
        <Badge tone={category === "chatter" ? "neutral" : "data"}>{t(`categories.${category}`)}</Badge>
      )}
    </ActionText>
  );
}

function Facts({ before, after }: Row) {
  const t = useTranslations("admin.audit");
  const reason = reasonIn(after);
  return (
    <span className="grid gap-1">
      {reason && <span className="text-sm wrap-anywhere">{t("because", { reason })}</span>}
      <FactsTable before={before} after={after} />
    </span>
  );
}
