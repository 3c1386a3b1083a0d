import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import type { Attention } from "#lib/console/attention.ts";
import { ReplayForm } from "./replay-form.tsx";

type Props = { events: Attention["events"]; now: Date };

/** Deliveries of Stripe's that went wrong, each with a way to try it again. */
export function EventTable({ events, now }: Props) {
  const t = useTranslations("admin.events");
  const format = useFormatter();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeadCell>{t("event")}</HeadCell>
        <HeadCell>{t("state")}</HeadCell>
        <HeadCell isNumeric>{t("attempts")}</HeadCell>
        <HeadCell>{t("error")}</HeadCell>
        <HeadCell>{t("age")}</HeadCell>
        <HeadCell>{t("action")}</HeadCell>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <TableRow key={event.id}>
            <Cell isRowHeader>
              <span className="block">
                <span className="block font-semibold wrap-anywhere">{event.type}</span>
                <span className="block font-mono text-sm break-all text-ink-soft">{event.id}</span>
              </span>
            </Cell>
            <Cell label={t("state")}>
              <Badge tone={event.state === "set_aside" ? "attention" : "notice"}>
                {t(event.state === "set_aside" ? "set_aside" : "failing")}
              </Badge>
            </Cell>
            <Cell label={t("attempts")} isNumeric>
              {format.number(event.attempts)}
            </Cell>
            <Cell label={t("error")}>
              <span className="text-sm wrap-anywhere">{event.error}</span>
            </Cell>
            <Cell label={t("age")}>
              <time dateTime={event.receivedAt.toISOString()}>
                {format.relativeTime(event.receivedAt, now)}
              </time>
            </Cell>
            <Cell>
              <ReplayForm event={event.id} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
