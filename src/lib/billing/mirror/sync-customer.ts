import type Stripe from "stripe";
import { manyCodesTransaction } from "#lib/codes/many-codes.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { env } from "#lib/env/server.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { decidePlanned } from "../settle/planned-change.ts";
import { decideSettlements, type Settlement, settle } from "../settle/settle.ts";
import * as store from "../store.ts";
import { markProcessed, pendingEventIds } from "../webhooks/inbox.ts";
import { listLostDisputes, listPaidInvoices } from "./payments-store.ts";
import { readCustomer } from "./read-customer.ts";
import { type BillingSettings, isOver } from "./subscription-row.ts";
import { type Written, writeReading } from "./write-reading.ts";

export type SyncOutcome =
  /** No workspace of ours has this customer: nothing was read and nothing changed. */
  | { kind: "unknown_customer" }
  /** A reading that began later was written first: it holds all that this one would have told. */
  | { kind: "outrun" }
  | Written;

export type SyncTools = { db: PrismaRoot; stripe: Stripe; now: () => Date };

export function billingSettings(): BillingSettings {
  return { prices: env(), graceHours: env().BILLING_GRACE_HOURS };
}

/** Once to read, once to see that what Stripe was told has come true, and once for what that calls for. */
const mostRounds = 3;

/**
 * Makes our idea of a customer equal to Stripe's. The one writer of billing state: webhooks, pages
 * that come back from Stripe, reconciliation and people all call it. Safe at any time, in any
 * order and any number of times. What the state calls for at Stripe itself is done after it was
 * written, and read again.
 */
export async function syncCustomer(tools: SyncTools, customerId: string): Promise<SyncOutcome> {
  const customer = await store.findCustomer(tools.db, customerId);
  if (!customer) return { kind: "unknown_customer" };
  const refused = new Set<string>();
  let all: SyncOutcome | null = null;
  for (let round = 0; round < mostRounds; round++) {
    const { outcome, settlements } = await readAndWrite(tools, customer, refused);
    all = joined(all, outcome);
    if (settlements.length === 0) return all;
    const others = new Set<string>();
    for (const settlement of settlements) {
      if ((await settle(tools.stripe, settlement)) === "refused") refused.add(settlement.subscriptionId);
      if (settlement.customerId !== customerId) others.add(settlement.customerId);
    }
    // What is still due then is the workspace's, and seen by the next round.
    for (const id of others)
      all = joined(all, (await readAndWrite(tools, { ...customer, id }, refused)).outcome);
  }
  throw new Error("what Stripe was told has not come true");
}

async function readAndWrite(
  { db, stripe, now }: SyncTools,
  { id, workspaceId }: store.CustomerRow,
  refused: ReadonlySet<string>,
): Promise<{ outcome: SyncOutcome; settlements: Settlement[] }> {
  // Both before the reading: what was delivered until here is in what Stripe then says.
  const eventIds = await pendingEventIds(db, id);
  const ticket = await store.drawTicket(db);
  const reading = await readCustomer(stripe, id, await store.listLiveSubscriptionIds(db, id));
  const done = await db.$transaction(async (tx) => {
    const isNewest = await store.passFence(tx, id, ticket);
    const outcome: SyncOutcome = isNewest
      ? await writeReading(tx, workspaceId, { ...reading, eventIds }, billingSettings(), now())
      : { kind: "outrun" };
    const due = isNewest ? await findSettlements(tx, workspaceId, reading.subscriptions, now()) : [];
    const settlements = due.filter(({ subscriptionId }) => !refused.has(subscriptionId));
    // While Stripe is still to be told something they stay, and with them the next try.
    if (settlements.length === 0) await markProcessed(tx, eventIds, now());
    return { outcome, settlements };
  }, manyCodesTransaction);
  if (done.outcome.kind === "written") await gatekeeper().invalidateCache(workspaceId);
  return done;
}

async function findSettlements(
  tx: Prisma,
  workspaceId: string,
  read: readonly Stripe.Subscription[],
  now: Date,
): Promise<Settlement[]> {
  const subscriptions = await store.listSubscriptions(tx, workspaceId);
  if (subscriptions.every(({ status }) => isOver(status))) return [];
  const lost = await listLostDisputes(tx, workspaceId);
  const isAnySecond = subscriptions.some(({ setAsideReason }) => setAsideReason === "second_plan");
  const paid = isAnySecond ? await listPaidInvoices(tx, workspaceId) : [];
  const endings = decideSettlements(subscriptions, paid, lost, now);
  if (endings.length > 0) return endings;
  return read.flatMap((subscription) => decidePlanned(subscription) ?? []);
}

/** Several readings as one: from before the first to after the last that was written. */
function joined(first: SyncOutcome | null, next: SyncOutcome): SyncOutcome {
  if (first?.kind !== "written") return next;
  if (next.kind !== "written") return first;
  const codes = {
    paused: [...first.codes.paused, ...next.codes.paused],
    resumed: [...first.codes.resumed, ...next.codes.resumed],
  };
  return { ...next, before: first.before, changes: first.changes + next.changes, codes };
}
