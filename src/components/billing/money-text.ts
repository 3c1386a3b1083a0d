import type { useFormatter } from "next-intl";

const minorPerMajor = 100;

/** A sum in the reader's spelling; whole ones without decimals. All currencies here have two. */
export function moneyText(
  format: Pick<ReturnType<typeof useFormatter>, "number">,
  amountMinor: number,
  currency: string,
): string {
  return format.number(amountMinor / minorPerMajor, {
    style: "currency",
    currency: currency.toUpperCase(),
    trailingZeroDisplay: "stripIfInteger",
  });
}
