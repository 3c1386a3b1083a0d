import { byteOrderMark, csvRow } from "#shared/csv.ts";
import { routes } from "#shared/routes.ts";
import type { PromoCode } from "./code-store.ts";
import { showCode } from "./code-text.ts";

/** The names of the columns are for programs and the same in every language. */
const columns = [
  "code",
  "link",
  "description",
  "days",
  "max_uses",
  "uses",
  "ends_at",
  "active",
  "created_at",
];

/** Codes as CSV, each with the address at which it is redeemed. */
export function promoCsv(codes: readonly PromoCode[], appUrl: string): string {
  const rows = codes.map(({ code, description, days, maxUses, uses, endsAt, isActive, createdAt }) =>
    csvRow([
      showCode(code),
      new URL(routes.redeem(code), appUrl).href,
      description,
      String(days),
      maxUses === null ? null : String(maxUses),
      String(uses),
      endsAt?.toISOString() ?? null,
      String(isActive),
      createdAt.toISOString(),
    ]),
  );
  return [byteOrderMark, csvRow(columns), ...rows].join("");
}
