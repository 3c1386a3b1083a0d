import { useFormatter, useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import type { InvoicePage, ListedInvoice } from "#lib/billing/history/invoices.ts";
import { routes } from "#shared/routes.ts";
import { GoToStripe } from "./go-to-stripe.tsx";
import { moneyText } from "./money-text.ts";

const tones = { paid: "data", open: "attention", void: "neutral", uncollectible: "attention" } as const;
type Known = keyof typeof tones;

/** Everything that was billed, the newest first, a page at a time. */
export function InvoicesPanel({ history }: { history: InvoicePage }) {
  const t = useTranslations("billing.invoices");
  return (
    <Panel id="history" title={t("title")} isFlush={history.total > 0}>
      {history.total === 0 ? (
        <p className="text-ink-soft">{t("none")}</p>
      ) : (
        <>
          <Table caption={t("title")}>
            <TableHead>
              <HeadCell className="sm:ps-5">{t("date")}</HeadCell>
              <HeadCell>{t("number")}</HeadCell>
              <HeadCell>{t("status")}</HeadCell>
              <HeadCell isNumeric>{t("sum")}</HeadCell>
              <HeadCell>
                <span className="sr-only">{t("document")}</span>
              </HeadCell>
            </TableHead>
            <TableBody>
              {history.invoices.map((invoice) => (
                <InvoiceRow key={invoice.id} invoice={invoice} />
              ))}
            </TableBody>
          </Table>
          {history.pages > 1 && (
            <div className="border-t border-hairline px-4 py-3 sm:px-5">
              <Pagination page={history.page} pageCount={history.pages} hrefFor={routes.billingHistory} />
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

function InvoiceRow({ invoice }: { invoice: ListedInvoice }) {
  const t = useTranslations("billing.invoices");
  const format = useFormatter();
  const name = invoice.number ?? invoice.id;
  const { refundedMinor, currency } = invoice;
  return (
    <TableRow>
      <Cell label={t("date")} className="sm:ps-5">
        <time dateTime={invoice.issuedAt.toISOString()}>
          {format.dateTime(invoice.issuedAt, { dateStyle: "medium" })}
        </time>
      </Cell>
      <Cell label={t("number")} isRowHeader>
        <span className="figure">{name}</span>
      </Cell>
      <Cell label={t("status")}>
        <InvoiceStatus invoice={invoice} />
      </Cell>
      <Cell label={t("sum")} isNumeric>
        {moneyText(format, invoice.totalMinor, currency)}
        {refundedMinor > 0 && (
          <span className="block text-ink-soft">
            {t("refunded_sum", { sum: moneyText(format, refundedMinor, currency) })}
          </span>
        )}
      </Cell>
      <Cell label={t("document")} className="sm:pe-5">
        <div className="flex flex-wrap gap-2 sm:justify-end">
          {invoice.status === "open" && invoice.amountDueMinor > 0 && (
            <GoToStripe action={routes.api.invoicePay(invoice.id)} size="sm" variant="primary">
              {t("pay")}
              <span className="sr-only">{name}</span>
            </GoToStripe>
          )}
          <GoToStripe action={routes.api.invoicePdf(invoice.id)} size="sm" icon="download" isDownload>
            PDF<span className="sr-only">{name}</span>
          </GoToStripe>
        </div>
      </Cell>
    </TableRow>
  );
}

function InvoiceStatus({ invoice: { status, refundedMinor, totalMinor } }: { invoice: ListedInvoice }) {
  const t = useTranslations("billing.invoices");
  if (refundedMinor > 0) {
    return <Badge tone="notice">{t(refundedMinor >= totalMinor ? "refunded" : "partly_refunded")}</Badge>;
  }
  const isKnown = (word: string): word is Known => word in tones;
  const tone: BadgeTone = isKnown(status) ? tones[status] : "neutral";
  return <Badge tone={tone}>{isKnown(status) ? t(`states.${status}`) : status}</Badge>;
}
