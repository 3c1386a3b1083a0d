import { log } from "#platform/log/log.ts";
import { type SyncTools, syncCustomer } from "../mirror/sync-customer.ts";
import * as store from "../store.ts";
import { processEvents } from "../webhook-handlers.ts";
import { findBillingContradictions } from "./invariants.ts";
import { tellNobody } from "./progress.ts";
import { takeMissedEvents } from "./take-missed-events.ts";

/** The customer that was read last when the time was up; the next one goes on after it. */
const placeCursorName = "reconciliation.place";

export type Reconciled = {
  /** Events that had never been delivered. */
  missedEvents: number;
  customers: number;
  /** Customers whose mirror was wrong. */
  drifted: number;
  failed: number;
  /** What our own tables say that cannot be, counted when every customer was read. */
  contradictions: number;
  /** Whether every event was listed and every customer read; if not, the next one goes on from there. */
  isComplete: boolean;
};

/**
 * Finds what webhooks have not told: walks Stripe's list of events since the last time, and reads
 * every customer with a subscription that is not over, at Stripe or here. A second one in a row
 * changes nothing.
 */
export async function reconcile(
  tools: SyncTools,
  isTimeUp = () => false,
  tell = tellNobody,
): Promise<Reconciled> {
  const { db } = tools;
  const missed = await takeMissedEvents(tools, isTimeUp);
  await processEvents(tools, missed.eventIds, isTimeUp);
  const missedEvents = missed.eventIds.length;
  await tell({ missedEvents });
  const result = { missedEvents, customers: 0, drifted: 0, failed: 0, contradictions: 0 };
  if (!missed.isComplete) return { ...result, isComplete: false };

  const customerIds = new Set(await store.listUnsettledCustomerIds(db));
  for await (const { customer } of tools.stripe.subscriptions.list({ limit: 100 })) {
    customerIds.add(typeof customer === "string" ? customer : customer.id);
  }
  const place = (await store.findCursor(db, placeCursorName)) ?? "";
  let last = place;
  const waiting = [...customerIds].filter((id) => id > place).sort();
  await tell({ step: "customers", customersKnown: waiting.length });
  for (const [read, customerId] of waiting.entries()) {
    await tell({ customers: read, drifted: result.drifted, failed: result.failed });
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
