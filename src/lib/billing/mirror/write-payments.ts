import type { AuditEntry } from "#lib/audit/record.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { causeKey, parseCause } from "../settle/settlement-cause.ts";
import { disputeRow } from "./dispute-row.ts";
import { disputeEntries, paymentMethodEntries, refundEntries } from "./payment-entries.ts";
import { paymentMethodRow } from "./payment-method-row.ts";
import * as store from "./payments-store.ts";
import type { CustomerReading } from "./read-customer.ts";
import { refundRow } from "./refund-row.ts";
import { rowsEqual } from "./rows-equal.ts";
import { idOf, isOver } from "./subscription-row.ts";

type Row = { id: string };
type Change<T> = { before: T | null; after: T };

/** Of what was read, the rows that are new or say something else than before. */
function changesOf<T extends Row>(known: readonly T[], wanted: readonly T[]): Change<T>[] {
  const before = new Map(known.map((row) => [row.id, row]));
  return wanted
    .map((after) => ({ before: before.get(after.id) ?? null, after }))
    .filter((change) => change.before === null || !rowsEqual(change.before, change.after));
}

/** Mirrors cards: what is not attached any more goes, also with a customer that is gone. */
export async function writePaymentMethods(
  tx: Prisma,
  workspaceId: string,
  reading: CustomerReading,
): Promise<AuditEntry[]> {
  const owner = { workspaceId, customerId: reading.customerId };
  const known = await store.listPaymentMethods(tx, reading.customerId);
  const wanted = reading.paymentMethods.map((method) => paymentMethodRow(method, defaultId(reading), owner));
  const changes = changesOf(known, wanted);
  const ids = new Set(wanted.map(({ id }) => id));
  const gone = known.filter(({ id }) => !ids.has(id));
  await store.deletePaymentMethods(
    tx,
    reading.customerId,
    gone.map(({ id }) => id),
  );
  for (const { after } of changes) await store.savePaymentMethod(tx, after);
  return [
    ...gone.flatMap((row) => paymentMethodEntries(row, null)),
    ...changes.flatMap(({ before, after }) => paymentMethodEntries(before, after)),
  ];
}

/** The customer's own default; a purchase at Stripe's checkout sets only the subscription's. */
function defaultId(reading: CustomerReading): string | null {
  const living = reading.subscriptions.filter(({ status }) => !isOver(status));
  return (
    reading.defaultPaymentMethodId ??
    living.map((one) => idOf(one.default_payment_method)).find((id) => id !== null) ??
    null
  );
}

/** Mirrors refunds and disputes, which stay whatever becomes of the customer. */
export async function writeReturns(
  tx: Prisma,
  workspaceId: string,
  reading: CustomerReading,
): Promise<AuditEntry[]> {
  if (reading.returnedCharges.length === 0) return [];
  const { customerId } = reading;
  const owner = { workspaceId, customerId };
  const causes = new Map<string, string | null>();
  const refunds = reading.returnedCharges.flatMap((charge) =>
    charge.refunds.map((refund) => {
      causes.set(refund.id, parseCause(refund.metadata?.[causeKey]));
      return refundRow(refund, charge, owner);
    }),
  );
  const disputes = reading.returnedCharges.flatMap((charge) =>
    charge.disputes.map((dispute) => disputeRow(dispute, charge, owner)),
  );
  const changedRefunds = changesOf(await store.listRefunds(tx, customerId), refunds);
  const changedDisputes = changesOf(await store.listDisputes(tx, customerId), disputes);
  for (const { after } of changedRefunds) await store.saveRefund(tx, after);
  for (const { after } of changedDisputes) await store.saveDispute(tx, after);
  return [
    ...changedRefunds.flatMap(({ before, after }) =>
      refundEntries(before, after, causes.get(after.id) ?? null),
    ),
    ...changedDisputes.flatMap(({ before, after }) => disputeEntries(before, after)),
  ];
}
