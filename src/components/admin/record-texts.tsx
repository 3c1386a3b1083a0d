import { useFormatter, useTranslations } from "next-intl";

const minorPerMajor = 100;

type Sum = { amountMinor: number | null; currency: string };

/** Sums and instants as the console writes them; a dash for what is not known. */
export function useRecordTexts() {
  const format = useFormatter();
  const instantText = (at: Date) =>
    `${format.dateTime(at, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })} UTC`;
  return {
    money: ({ amountMinor, currency }: Sum) =>
      amountMinor === null
        ? "–"
        : format.number(amountMinor / minorPerMajor, { style: "currency", currency: currency.toUpperCase() }),
    instantText,
    instant: (at: Date | null) =>
      at === null ? "–" : <time dateTime={at.toISOString()}>{instantText(at)}</time>,
  };
}

/** Stripe's reasons that have words of ours. */
const disputeReasons = [
  "bank_cannot_process",
  "credit_not_processed",
  "customer_initiated",
  "debit_not_authorized",
  "duplicate",
  "fraudulent",
  "general",
  "insufficient_funds",
  "noncompliant",
  "product_not_received",
  "product_unacceptable",
  "subscription_canceled",
  "unrecognized",
] as const;

/** Why a customer disputes, in words; a reason that is none of these as Stripe spells it. */
export function useDisputeReason() {
  const t = useTranslations("admin.dispute_reasons");
  return (reason: string | null) => {
    const known = disputeReasons.find((one) => one === (reason ?? "general"));
    return known ? t(known) : String(reason).replaceAll("_", " ");
  };
}

export function Mono({ children }: { children: string }) {
  return <span className="font-mono text-sm wrap-anywhere">{children}</span>;
}
