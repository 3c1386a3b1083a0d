import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import type { ListedKey } from "#lib/api-keys/workspace-keys.ts";
import { RevokeKeyButton } from "./revoke-key-button.tsx";

type Props = {
  keys: ListedKey[];
  now: Date;
  /** The plan lets none of them in. */
  isAsleep: boolean;
};

export function KeyTable({ keys, now, isAsleep }: Props) {
  const t = useTranslations("api_keys.list");
  const format = useFormatter();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeadCell>{t("name")}</HeadCell>
        <HeadCell>{t("scopes")}</HeadCell>
        <HeadCell>{t("maker")}</HeadCell>
        <HeadCell>{t("made")}</HeadCell>
        <HeadCell>{t("used")}</HeadCell>
        <HeadCell className="sm:text-end">{t("action")}</HeadCell>
      </TableHead>
      <TableBody>
        {keys.map(({ id, name, prefix, scopes, member, createdAt, lastUsedAt }) => (
          <TableRow key={id}>
            <Cell isRowHeader>
              <span className="grid gap-0.5">
                <span className="flex flex-wrap items-center gap-2 font-semibold">
                  <bdi className="wrap-anywhere">{name}</bdi>
                  {isAsleep && <Badge tone="notice">{t("asleep")}</Badge>}
                </span>
                <span className="font-mono text-sm text-ink-soft">{prefix}…</span>
              </span>
            </Cell>
            <Cell label={t("scopes")}>
              <span className="font-mono text-sm">{scopes.join(", ")}</span>
            </Cell>
            <Cell label={t("maker")}>
              <bdi className="wrap-anywhere">{member?.profile.name || member?.profile.email}</bdi>
            </Cell>
            <Cell label={t("made")}>
              <time dateTime={createdAt.toISOString()}>
                {format.dateTime(createdAt, { dateStyle: "medium" })}
              </time>
            </Cell>
            <Cell label={t("used")}>
              {lastUsedAt ? (
                <time dateTime={lastUsedAt.toISOString()}>{format.relativeTime(lastUsedAt, now)}</time>
              ) : (
                t("never")
              )}
            </Cell>
            <Cell className="sm:text-end">
              <RevokeKeyButton id={id} name={name} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
