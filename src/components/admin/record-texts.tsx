import { useFormatter } from "next-intl";

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

export function Mono({ children }: { children: string }) {
  return <span className="font-mono text-sm wrap-anywhere">{children}</span>;
}
