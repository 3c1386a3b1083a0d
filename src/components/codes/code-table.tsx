import { useFormatter, useTranslations } from "next-intl";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ListedCode } from "#lib/codes/code.ts";
import { displayDestination } from "#lib/codes/destination.ts";
import { readableDestination } from "#lib/codes/readable-destination.ts";
import { shortLink } from "#lib/codes/short-link.ts";
import { routes } from "#shared/routes.ts";
import { CodeStatusBadge } from "./code-status-badge.tsx";
import { ExpiryLabel } from "./expiry-label.tsx";

type Props = { codes: ListedCode[]; now: Date; appUrl: string };

export function CodeTable({ codes, now, appUrl }: Props) {
  const t = useTranslations("codes.list");
  const format = useFormatter();
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeadCell>{t("name")}</HeadCell>
        <HeadCell>{t("link")}</HeadCell>
        <HeadCell>{t("status")}</HeadCell>
        <HeadCell>{t("expiry")}</HeadCell>
        <HeadCell isNumeric>{t("scans")}</HeadCell>
      </TableHead>
      <TableBody>
        {codes.map((code) => (
          <TableRow key={code.id}>
            <Cell isRowHeader>
              <TextLink href={routes.code(code.id)} className="font-semibold wrap-anywhere">
                <bdi>{code.name}</bdi>
              </TextLink>
              <span
                className="block max-w-72 truncate text-sm font-normal text-ink-soft"
                title={code.destination}
              >
                {displayDestination(readableDestination(code.destination))}
              </span>
            </Cell>
            <Cell label={t("link")}>
              <span className="inline-flex min-w-0 items-center gap-1">
                <span className="min-w-0 font-mono text-sm break-all">{routes.shortLink(code.slug)}</span>
                <CopyButton
                  text={shortLink(appUrl, code.slug)}
                  label={t("copy", { name: code.name })}
                  isIconOnly
                />
              </span>
            </Cell>
            <Cell label={t("status")}>
              <CodeStatusBadge code={code} now={now} />
            </Cell>
            <Cell label={t("expiry")} className="whitespace-nowrap">
              <ExpiryLabel expiresAt={code.expiresAt} now={now} />
            </Cell>
            <Cell label={t("scans")} isNumeric>
              {format.number(code.scans)}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
