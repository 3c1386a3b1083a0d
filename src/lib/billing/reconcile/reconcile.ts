import { log } from "#platform/log/log.ts";
import { dayMs, minuteMs } from "#shared/time.ts";
import { type SyncTools, syncCustomer } from "../mirror/sync-customer.ts";
import * as store from "../store.ts";
import { processEvents } from "../webhook-handlers.ts";
import { storedForm } from "../webhooks/event-subject.ts";
import { insertEvent, knownEventIds } from "../webhooks/inbox.ts";
import { findBillingContradictions } from "./invariants.ts";

const cursorName = "stripe.events";
/** The customer that was read last when the time was up; the next one goes on after it. */
const placeCursorName = "reconciliation.place";
/** How far back Stripe's own list reaches. */
const eventListReachMs = 30 * dayMs;
/** Events may appear in the list a little after their time. */
const overlapMs = 10 * minuteMs;

export type Reconciled = {
  /** Events that had never been delivered. */
  missedEvents: number;
  customers: number;
  /** Customers whose mirror was wrong. */
  drifted: number;
  failed: number;
  /** What our own tables say that cannot be, counted when every customer was read. */
  contradictions: number;
  /** Whether every customer was read; if not, the next one goes on from there. */
  isComplete: boolean;
};

/**
 * Finds what webhooks have not told: walks Stripe's list of events since the last time, and reads
 * every customer with a subscription that is not over, at Stripe or here. A second one in a row
 * changes nothing.
 */
export async function reconcile(tools: SyncTools, isTimeUp = () => false): Promise<Reconciled> {
  const { db } = tools;
  const missed = await takeMissedEvents(tools);
  await processEvents(tools, missed, isTimeUp);

  const customerIds = new Set(await store.listLiveCustomerIds(db));
  for await (const { customer } of tools.stripe.subscriptions.list({ limit: 100 })) {
    customerIds.add(typeof customer === "string" ? customer : customer.id);
  }
  const result = { missedEvents: missed.length, customers: 0, drifted: 0, failed: 0, contradictions: 0 };
  const place = (await store.findCursor(db, placeCursorName)) ?? "";
  let last = place;
  for (const customerId of [...customerIds].sort()) {
    if (customerId <= place) continue;
    if (isTimeUp()) {
      await store.saveCursor(db, placeCursorName, last);
      return { ...result, isComplete: false };
    }
    last = customerId;
    try {
      const outcome = await syncCustomer(tools, customerId);
      // A customer of another product in the same account.
      if (outcome.kind === "unknown_customer") continue;
      result.customers++;
      if (outcome.kind === "written" && outcome.changes > 0) result.drifted++;
    } catch (err) {
      // One customer must not keep the others from being read.
      log().warn({ err, customerId }, "a customer could not be reconciled");
      result.failed++;
    }
  }
  if (place !== "") await store.saveCursor(db, placeCursorName, "");
  return { ...result, contradictions: await countContradictions(tools), isComplete: true };
}

async function countContradictions({ db, now }: SyncTools): Promise<number> {
  const found = await findBillingContradictions(db, now());
  if (found.length > 0) log().error({ contradictions: found }, "our tables contradict themselves");
  return found.reduce((sum, { count }) => sum + count, 0);
}

/** Stores the events that were never delivered. @returns their ids */
async function takeMissedEvents(tools: SyncTools): Promise<string[]> {
  const { db, stripe, now } = tools;
  const before = await store.findCursor(db, cursorName);
  const reach = now().getTime() - eventListReachMs;
  const since = Math.max(reach, before === null ? reach : Number(before) * 1000 - overlapMs);
  const missed: string[] = [];
  let newest = before === null ? 0 : Number(before);
  for await (const page of pages(
    stripe.events.list({ created: { gte: Math.floor(since / 1000) }, limit: 100 }),
  )) {
    const known = await knownEventIds(
      db,
      page.map(({ id }) => id),
    );
    for (const event of page) {
      newest = Math.max(newest, event.created);
      if (known.has(event.id)) continue;
      const stored = storedForm(event);
      if ((await insertEvent(db, stored, now())) && stored.isRelevant) missed.push(event.id);
    }
  }
  // A test clock may be ahead, and what comes next would be behind it.
  newest = Math.min(newest, Math.floor(now().getTime() / 1000));
  // Only when all of them are stored: whoever dies before begins where this one began.
  if (newest > Number(before ?? 0)) await store.saveCursor(db, cursorName, String(newest));
  return missed;
}

async function* pages<T>(list: AsyncIterable<T>, size = 100): AsyncGenerator<T[]> {
  let page: T[] = [];
  for await (const item of list) {
    page.push(item);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
