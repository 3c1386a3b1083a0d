import { useFormatter, useTranslations } from "next-intl";
import type { Attention } from "#lib/admin/attention.ts";
import { RecordPanel } from "./record-panel.tsx";

const minorPerMajor = 100;

function useTexts() {
  const format = useFormatter();
  return {
    money: (amountMinor: number | null, currency: string) =>
      amountMinor === null
        ? "–"
        : format.number(amountMinor / minorPerMajor, { style: "currency", currency: currency.toUpperCase() }),
    instant: (at: Date | null) =>
      at === null ? (
        "–"
      ) : (
        <time dateTime={at.toISOString()}>
          {format.dateTime(at, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })} UTC
        </time>
      ),
  };
}

function Mono({ children }: { children: string }) {
  return <span className="font-mono text-sm wrap-anywhere">{children}</span>;
}

/** Subscriptions of which a person has to decide. */
export function SetAsideSubscriptions({ rows }: { rows: Attention["subscriptions"] }) {
  const t = useTranslations("admin.subscriptions");
  const { instant } = useTexts();
  return (
    <RecordPanel
      title={t("title")}
      empty={t("empty")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("workspace"), show: ({ workspace }) => workspace.name },
        { label: t("subscription"), show: ({ id }) => <Mono>{id}</Mono> },
        { label: t("reason"), show: ({ setAsideReason }) => reasonOf(setAsideReason, t) },
        { label: t("price"), show: ({ priceId }) => <Mono>{priceId}</Mono> },
        { label: t("status"), show: ({ status }) => status },
        { label: t("since"), show: ({ updatedAt }) => instant(updatedAt) },
      ]}
    />
  );
}

function reasonOf(
  reason: string | null,
  t: (key: "unknown_price" | "second_plan" | "other") => string,
): string {
  return t(reason === "unknown_price" || reason === "second_plan" ? reason : "other");
}

/** Payments that fail now, with the instant at which access ends. */
export function FailingPayments({ rows, now }: { rows: Attention["payments"]; now: Date }) {
  const t = useTranslations("admin.payments");
  const { money, instant } = useTexts();
  return (
    <RecordPanel
      title={t("title")}
      empty={t("empty")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("workspace"), show: ({ workspace }) => workspace.name },
        { label: t("subscription"), show: ({ id }) => <Mono>{id}</Mono> },
        { label: t("status"), show: ({ status }) => status },
        {
          label: t("amount"),
          isNumeric: true,
          show: ({ amountMinor, currency }) => money(amountMinor, currency),
        },
        {
          label: t("grace"),
          show: ({ graceUntil }) =>
            graceUntil !== null && graceUntil > now ? instant(graceUntil) : t("over"),
        },
      ]}
    />
  );
}

/** Disputes that the bank has not decided. */
export function OpenDisputes({ rows }: { rows: Attention["disputes"] }) {
  const t = useTranslations("admin.disputes");
  const { money, instant } = useTexts();
  return (
    <RecordPanel
      title={t("title")}
      empty={t("empty")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("workspace"), show: ({ workspace }) => workspace.name },
        { label: t("dispute"), show: ({ id }) => <Mono>{id}</Mono> },
        { label: t("reason"), show: ({ reason }) => reason ?? "–" },
        { label: t("status"), show: ({ status }) => status },
        {
          label: t("amount"),
          isNumeric: true,
          show: ({ amountMinor, currency }) => money(amountMinor, currency),
        },
        { label: t("opened"), show: ({ openedAt }) => instant(openedAt) },
      ]}
    />
  );
}

/** The latest warnings of the audit, as they were written. */
export function Warnings({ rows }: { rows: Attention["warnings"] }) {
  const t = useTranslations("admin.warnings");
  const { instant } = useTexts();
  return (
    <RecordPanel
      title={t("title")}
      empty={t("empty")}
      rows={rows}
      keyOf={({ id }) => String(id)}
      columns={[
        { label: t("warning"), show: ({ action }) => action },
        { label: t("subject"), show: ({ subject }) => <Mono>{subject}</Mono> },
        {
          label: t("facts"),
          show: ({ after }) => (
            <span className="font-mono text-xs wrap-anywhere">{after ? JSON.stringify(after) : "–"}</span>
          ),
        },
        { label: t("at"), show: ({ at }) => instant(at) },
      ]}
    />
  );
}
