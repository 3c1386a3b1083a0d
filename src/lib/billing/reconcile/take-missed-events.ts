import type Stripe from "stripe";
import type { Prisma } from "#platform/db/prisma.ts";
import { dayMs, minuteMs } from "#shared/time.ts";
import { isMissing } from "../mirror/read-customer.ts";
import type { SyncTools } from "../mirror/sync-customer.ts";
import * as store from "../store.ts";
import { storedForm } from "../webhooks/event-subject.ts";
import { insertEvent, knownEventIds } from "../webhooks/inbox.ts";

const cursorName = "stripe.events";
/** How far back a walk that was cut short has come, and what was the newest when it began. */
const walkCursorName = "stripe.events.walk";
/** How far back Stripe's own list reaches. */
const eventListReachMs = 30 * dayMs;
/** Events may appear in the list a little after their time. */
const overlapMs = 10 * minuteMs;
const largestPage = 100;

/** @property isComplete whether the walk came to its end; if not, the next one goes on from there */
export type Missed = { eventIds: string[]; isComplete: boolean };

/** @property reached the event that was read last */
type Walk = { newest: number; reached: string };

/**
 * Stores the events that were never delivered: walks Stripe's list, the newest first, back to where
 * the last whole walk began. Whoever dies on the way, or has no time left, leaves behind how far
 * they came.
 * @param isTimeUp asked after each page, so that every walk comes further
 */
export async function takeMissedEvents(
  tools: SyncTools,
  isTimeUp: () => boolean,
  pageSize = largestPage,
): Promise<Missed> {
  const walk = await findWalk(tools.db);
  try {
    return await goOn(tools, walk, isTimeUp, pageSize);
  } catch (error) {
    // Stripe has forgotten the event at which the walk stopped.
    if (walk === null || !isMissing(error)) throw error;
    return goOn(tools, null, isTimeUp, pageSize);
  }
}

async function goOn(
  tools: SyncTools,
  walk: Walk | null,
  isTimeUp: () => boolean,
  pageSize: number,
): Promise<Missed> {
  const { db, stripe, now } = tools;
  const before = Number((await store.findCursor(db, cursorName)) ?? 0);
  const since = Math.max(now().getTime() - eventListReachMs, before * 1000 - overlapMs);
  const place = walk ? { starting_after: walk.reached } : {};
  const list = stripe.events.list({
    created: { gte: Math.floor(since / 1000) },
    limit: pageSize,
    ...place,
  });
  let newest = walk?.newest ?? before;
  const eventIds: string[] = [];
  for await (const page of pages(list, pageSize)) {
    eventIds.push(...(await storeUnknown(tools, page)));
    newest = Math.max(newest, ...page.map(({ created }) => created));
    await store.saveCursor(db, walkCursorName, `${newest}:${page.at(-1)?.id}`);
    if (page.length === pageSize && isTimeUp()) return { eventIds, isComplete: false };
  }
  // A test clock may be ahead, and what comes next would be behind it.
  newest = Math.min(newest, Math.floor(now().getTime() / 1000));
  if (newest > before) await store.saveCursor(db, cursorName, String(newest));
  await store.saveCursor(db, walkCursorName, "");
  return { eventIds, isComplete: true };
}

async function findWalk(db: Prisma): Promise<Walk | null> {
  const [newest, reached] = ((await store.findCursor(db, walkCursorName)) ?? "").split(":");
  return newest && reached ? { newest: Number(newest), reached } : null;
}

/** @returns the ids of those that call for something */
async function storeUnknown({ db, now }: SyncTools, page: Stripe.Event[]): Promise<string[]> {
  const known = await knownEventIds(
    db,
    page.map(({ id }) => id),
  );
  const missed: string[] = [];
  for (const event of page) {
    if (known.has(event.id)) continue;
    const stored = storedForm(event);
    if ((await insertEvent(db, stored, now())) && stored.isRelevant) missed.push(event.id);
  }
  return missed;
}

async function* pages<T>(list: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let page: T[] = [];
  for await (const item of list) {
    page.push(item);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
