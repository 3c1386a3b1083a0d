import type Stripe from "stripe";
import { log } from "#platform/log/log.ts";
import { found } from "./mirror/read-customer.ts";
import { type SyncTools, syncCustomer } from "./mirror/sync-customer.ts";
import { withCustomerLock } from "./webhooks/customer-lock.ts";
import { isRelevant, subjectOf } from "./webhooks/event-subject.ts";
import * as inbox from "./webhooks/inbox.ts";

/**
 * Does what a stored event calls for: reads its customer again. What fails is written down and
 * tried again later; this never throws for one event's sake, only when the database is away.
 */
export async function processEvent(tools: SyncTools, eventId: string): Promise<void> {
  const { db, now } = tools;
  const event = await inbox.findEvent(db, eventId);
  // Its customer may have been read since on account of another event.
  if (event?.state !== "pending") return;
  try {
    const customerId = event.customerId ?? (await lookUpCustomer(tools, event));
    if (customerId === null || !isRelevant(event.type)) return await inbox.markIgnored(db, eventId, now());
    if (event.customerId === null) await inbox.setCustomer(db, eventId, customerId);
    await withCustomerLock(db, customerId, () => readFor(tools, event, customerId));
  } catch (err) {
    log().warn(
      { err, eventId, type: event.type, attempts: event.attempts + 1 },
      "an event of Stripe's failed",
    );
    await fail(tools, event, err instanceof Error ? err.message : String(err));
  }
}

/** Reads the customer, unless whoever held the lock before has done so for this event too. */
async function readFor(tools: SyncTools, event: inbox.StoredEvent, customerId: string): Promise<void> {
  if ((await inbox.findEvent(tools.db, event.id))?.state !== "pending") return;
  const outcome = await syncCustomer(tools, customerId);
  if (outcome.kind === "unknown_customer") await fail(tools, event, outcome.kind);
}

/** How many customers are read at once: well below the calls a second that Stripe allows. */
const lanes = 4;

/**
 * Processes several; of one customer the first does the work of all that are stored by then. One
 * that fails keeps none of the others from being processed.
 * @param isTimeUp asked before each; what is left then is found by the sweep
 * @throws Error the first of what went wrong with the database, when all have had their turn
 */
export async function processEvents(
  tools: SyncTools,
  eventIds: readonly string[],
  isTimeUp = () => false,
): Promise<void> {
  const waiting = [...eventIds];
  const failures: unknown[] = [];
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined && !isTimeUp(); id = waiting.shift()) {
      await processEvent(tools, id).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  if (failures.length > 0) throw failures[0];
}

/** Few enough that a claim on them does not run out while they wait for each other. */
const claimedAtOnce = 25;

/**
 * Processes whatever was left: its process died, its job was lost, or it failed and its time has
 * come again. Any number of processes may sweep at once.
 * @param isTimeUp asked before more are taken
 * @returns how many there were
 * @throws Error the first of what went wrong with the database, when all have had their turn
 */
export async function sweepEvents(tools: SyncTools, isTimeUp = () => false): Promise<number> {
  let swept = 0;
  const failures: unknown[] = [];
  while (!isTimeUp()) {
    const ids = await inbox.claimDueEvents(tools.db, tools.now(), claimedAtOnce);
    if (ids.length === 0) break;
    await processEvents(tools, ids, isTimeUp).catch((error: unknown) => failures.push(error));
    swept += ids.length;
  }
  if (failures.length > 0) throw failures[0];
  return swept;
}

async function fail(tools: SyncTools, event: inbox.StoredEvent, error: string): Promise<void> {
  const next = await inbox.recordFailure(tools.db, event, error, tools.now());
  if (next === null) log().error({ eventId: event.id, type: event.type, error }, "an event is set aside");
}

/** Disputes and refunds name no customer, but their charge does. */
async function lookUpCustomer({ stripe }: SyncTools, event: inbox.StoredEvent): Promise<string | null> {
  // SAFETY: the payload was checked to be an event when it came in.
  const { chargeId } = subjectOf(event.payload as Stripe.Event);
  if (chargeId === null) return null;
  const charge = await found(stripe.charges.retrieve(chargeId));
  const customer = charge?.customer ?? null;
  return typeof customer === "string" ? customer : (customer?.id ?? null);
}
