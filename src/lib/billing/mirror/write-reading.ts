import type Stripe from "stripe";
import { type AuditEntry, recordAudit } from "#lib/audit/record.ts";
import { type Fitted, handleDowngrade } from "#lib/codes/handle-downgrade.ts";
import { keepGivenTime } from "#lib/entitlements/keep-given-time.ts";
import { type Entitlements, resolve } from "#lib/entitlements/resolve.ts";
import { lockAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { closeIntents } from "../buying/intents.ts";
import { mailBilling, viewBilling } from "../notices/billing-mails-sight.ts";
import * as store from "../store.ts";
import { accessEntries, customerEntries, subscriptionEntries, trialEntries } from "./audit-entries.ts";
import { invoiceRow } from "./invoice-row.ts";
import type { CustomerReading } from "./read-customer.ts";
import { rowsEqual } from "./rows-equal.ts";
import {
  type BillingSettings,
  holdsPlace,
  missingSubscriptionRow,
  type SubscriptionRow,
  setAsideSecondPlans,
  subscriptionRow,
} from "./subscription-row.ts";
import { writeDiscountUses } from "./write-discount-uses.ts";
import { writeMovements } from "./write-movements.ts";
import { writePaymentMethods, writeReturns } from "./write-payments.ts";

/** What was written, and what it made of the workspace's access. */
export type Written = {
  kind: "written";
  workspaceId: string;
  before: Entitlements;
  after: Entitlements;
  changes: number;
  codes: Fitted;
};

/** Writes what was read, the audit and the consequences, inside the transaction at hand. */
export async function writeReading(
  tx: Prisma,
  workspaceId: string,
  reading: CustomerReading,
  settings: BillingSettings,
  now: Date,
): Promise<Written> {
  const isGated = env().GATEKEEPER_ENABLED;
  const known = await lockAccessFacts(tx, workspaceId);
  const before = resolve(known, now, isGated);
  const sight = await viewBilling(tx, workspaceId, now);
  const audit = [
    ...(await writeCustomer(tx, reading, now)),
    ...(await writeSubscriptions(tx, workspaceId, reading, settings, now)),
  ];
  const invoices = await writeInvoices(tx, workspaceId, reading, settings);
  const discountUses = await writeDiscountUses(tx, workspaceId, reading);
  audit.push(...(await writePaymentMethods(tx, workspaceId, reading)));
  audit.push(...(await writeReturns(tx, workspaceId, reading)));
  const found = await lockAccessFacts(tx, workspaceId);
  const trial = await keepGivenTime(tx, workspaceId, found, now, known.subscriptions);
  audit.push(...trialEntries(workspaceId, known, trial));
  const after = resolve({ ...found, ...trial }, now, isGated);
  const codes = await handleDowngrade(tx, workspaceId, now, before.limits.activeCodes);
  audit.push(...accessEntries(workspaceId, before, after));
  await recordAudit(tx, withEvents(audit, reading.eventIds ?? []), now);
  await mailBilling(tx, workspaceId, sight, { after, trialEndsAt: trial.trialEndsAt, codes, audit }, now);
  const changes = audit.length + invoices + discountUses + codes.paused.length + codes.resumed.length;
  return { kind: "written", workspaceId, before, after, changes, codes };
}

/** Of many deliveries that waited for one reading the first say enough. */
const mostEventsNamed = 5;

/** Names the deliveries that led to the reading; without any, somebody came back or looked after us. */
function withEvents(entries: AuditEntry[], ids: readonly string[]): AuditEntry[] {
  if (ids.length === 0) return entries;
  return entries.map((entry) => ({
    ...entry,
    after: { ...entry.after, events: ids.slice(0, mostEventsNamed) },
  }));
}

async function writeCustomer(tx: Prisma, reading: CustomerReading, now: Date): Promise<AuditEntry[]> {
  const before = await store.findCustomer(tx, reading.customerId);
  if (!before) throw new Error("a customer vanished under its lock");
  const after = reading.isDeleted
    ? { ...before, isCurrent: false, deletedAt: before.deletedAt ?? now }
    : { ...before, currency: reading.currency };
  if (rowsEqual(before, after)) return [];
  const { currency, deletedAt, isCurrent } = after;
  await store.updateCustomer(tx, before.id, { currency, deletedAt, isCurrent });
  return customerEntries(before, after);
}

async function writeSubscriptions(
  tx: Prisma,
  workspaceId: string,
  reading: CustomerReading,
  settings: BillingSettings,
  now: Date,
): Promise<AuditEntry[]> {
  const known = new Map((await store.listSubscriptions(tx, workspaceId)).map((row) => [row.id, row]));
  const owner = { workspaceId, customerId: reading.customerId };
  const wanted = new Map(known);
  for (const subscription of reading.subscriptions) {
    const previous = known.get(subscription.id) ?? null;
    const invoices = invoicesOf(subscription, reading.invoices);
    wanted.set(subscription.id, subscriptionRow(subscription, invoices, previous, owner, settings, now));
  }
  for (const id of reading.missingSubscriptionIds) {
    const previous = known.get(id);
    if (previous) wanted.set(id, missingSubscriptionRow(previous, now));
  }
  const holder = [...known.values()].find(holdsPlace);
  const rows = setAsideSecondPlans([...wanted.values()], now, holder?.id ?? null);
  const changed = rows.filter((row) => {
    const previous = known.get(row.id);
    return !previous || !rowsEqual(previous, row);
  });
  // Whoever leaves the workspace's one place goes before whoever takes it.
  for (const row of changed.toSorted(placeLast)) await store.saveSubscription(tx, row);
  const movers = changed.filter((row) => (known.get(row.id)?.mrrMinor ?? 0) !== (row.mrrMinor ?? 0));
  await writeMovements(tx, workspaceId, rows, movers, now);
  if (changed.some(holdsPlace)) await closeIntents(tx, workspaceId, "completed");
  const causes = new Map(
    reading.subscriptions.map(({ id, cancellation_details: details }) => [
      id,
      { reason: details?.reason ?? null, comment: details?.comment ?? null },
    ]),
  );
  return changed.flatMap((row) => subscriptionEntries(known.get(row.id) ?? null, row, causes.get(row.id)));
}

function invoicesOf(subscription: Stripe.Subscription, listed: Stripe.Invoice[]): Stripe.Invoice[] {
  const { latest_invoice: latest } = subscription;
  // Read with the subscription itself, so it may be fresher than the list.
  return latest === null || typeof latest === "string"
    ? listed
    : [...listed.filter(({ id }) => id !== latest.id), latest];
}

function placeLast(a: SubscriptionRow, b: SubscriptionRow): number {
  return Number(holdsPlace(a)) - Number(holdsPlace(b));
}

/** @returns how many rows were written */
async function writeInvoices(
  tx: Prisma,
  workspaceId: string,
  reading: CustomerReading,
  { prices }: BillingSettings,
): Promise<number> {
  if (reading.invoices.length === 0) return 0;
  const known = new Map((await store.listInvoices(tx, reading.customerId)).map((row) => [row.id, row]));
  const owner = { workspaceId, customerId: reading.customerId };
  const changed = reading.invoices
    .map((invoice) => invoiceRow(invoice, owner, prices))
    .filter((row) => {
      const previous = known.get(row.id);
      return !previous || !rowsEqual(previous, row);
    });
  for (const row of changed) await store.saveInvoice(tx, row);
  return changed.length;
}
