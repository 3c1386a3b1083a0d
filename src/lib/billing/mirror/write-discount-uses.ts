import type { Prisma } from "#platform/db/prisma.ts";
import { type DiscountUseRow, discountUseRows } from "./discount-use-row.ts";
import { listDiscountUses, saveDiscountUse } from "./payments-store.ts";
import type { CustomerReading } from "./read-customer.ts";
import { rowsEqual } from "./rows-equal.ts";

const keyOf = ({ invoiceId, discountId }: DiscountUseRow) => `${invoiceId} ${discountId}`;

/** Mirrors what discounts took off paid invoices; the invoices are written. @returns how many rows changed */
export async function writeDiscountUses(
  tx: Prisma,
  workspaceId: string,
  { customerId, invoices }: CustomerReading,
): Promise<number> {
  const wanted = invoices.flatMap((invoice) => discountUseRows(invoice, { workspaceId, customerId }));
  if (wanted.length === 0) return 0;
  const known = new Map((await listDiscountUses(tx, customerId)).map((row) => [keyOf(row), row]));
  const changed = wanted.filter((row) => {
    const previous = known.get(keyOf(row));
    return !previous || !rowsEqual(previous, row);
  });
  for (const row of changed) await saveDiscountUse(tx, row);
  return changed.length;
}
