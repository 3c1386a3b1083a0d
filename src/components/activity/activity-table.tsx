import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import type { Activity } from "#lib/activity/list-activity.ts";
import { FactChanges } from "./fact-changes.tsx";
import { useActionText } from "./use-action-text.ts";
import { useFactWords } from "./use-fact-words.ts";

/** What was done to a workspace, by whom and why. */
export function ActivityTable({ rows }: { rows: readonly Activity[] }) {
  const t = useTranslations("activity");
  const format = useFormatter();
  const textOf = useActionText();
  const inWords = useFactWords();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeadCell>{t("what")}</HeadCell>
        <HeadCell>{t("who")}</HeadCell>
        <HeadCell>{t("when")}</HeadCell>
        <HeadCell>{t("details")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map(({ id, action, at, by, reason, facts }) => (
          <TableRow key={id}>
            <Cell isRowHeader>
              <span className="font-semibold wrap-anywhere">{textOf(action)}</span>
            </Cell>
            <Cell label={t("who")}>
              <bdi className="wrap-anywhere">
                {by.kind === "support" ? t("support") : (by.email ?? t("former"))}
              </bdi>
            </Cell>
            <Cell label={t("when")}>
              <time dateTime={at.toISOString()}>
                {format.dateTime(at, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })} UTC
              </time>
            </Cell>
            <Cell label={t("details")}>
              <span className="grid gap-1">
                {reason && <span className="wrap-anywhere">{t("because", { reason })}</span>}
                <FactChanges facts={facts.map(inWords)} />
              </span>
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
