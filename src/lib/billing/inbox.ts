import { type Prisma, sql } from "#platform/db/prisma.ts";
import { hourMs, secondMs } from "#shared/time.ts";

export type StoredEvent = {
  id: string;
  type: string;
  objectId: string | null;
  customerId: string | null;
  state: "pending" | "processed" | "ignored" | "set_aside";
  attempts: number;
  payload: unknown;
};

/** Whoever stores an event also has it processed; the sweep comes only after this. */
const headStartMs = 15 * secondMs;
const firstRetryMs = 5 * secondMs;
const longestRetryMs = hourMs;
/** With the pauses between them about six hours; then a person looks at it. */
export const mostAttempts = 15;

/** How long to wait after the so-many-th failure. */
export function retryDelayMs(attempts: number): number {
  return Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);
}

/** @returns false when the event was there already */
export async function insertEvent(
  tx: Prisma,
  event: {
    id: string;
    type: string;
    apiVersion: string | null;
    objectId: string | null;
    customerId: string | null;
    occurredAt: Date;
    payload: object;
    isRelevant: boolean;
  },
  now: Date,
): Promise<boolean> {
  const { isRelevant, payload, ...rest } = event;
  const state = isRelevant ? "pending" : "ignored";
  const inserted = await tx.$executeRaw(sql`
    INSERT INTO webhook_events
      (id, type, api_version, object_id, customer_id, payload, state, next_attempt_at, occurred_at, received_at)
    VALUES (${rest.id}, ${rest.type}, ${rest.apiVersion}, ${rest.objectId}, ${rest.customerId},
      ${JSON.stringify(payload)}::jsonb, ${state}::webhook_event_state,
      ${new Date(now.getTime() + headStartMs)}, ${rest.occurredAt}, ${now})
    ON CONFLICT (id) DO NOTHING`);
  return inserted === 1;
}

export function findEvent(db: Prisma, id: string): Promise<StoredEvent | null> {
  return db.webhookEvent.findUnique({
    where: { id },
    select: {
      id: true,
      type: true,
      objectId: true,
      customerId: true,
      state: true,
      attempts: true,
      payload: true,
    },
  });
}

export async function pendingEventIds(db: Prisma, customerId: string): Promise<string[]> {
  const rows = await db.webhookEvent.findMany({
    where: { customerId, state: "pending" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Events whose time has come, those of nobody's head start, the oldest first. */
export async function dueEventIds(db: Prisma, now: Date, limit: number): Promise<string[]> {
  const rows = await db.webhookEvent.findMany({
    where: { state: "pending", nextAttemptAt: { lte: now } },
    select: { id: true },
    orderBy: { nextAttemptAt: "asc" },
    take: limit,
  });
  return rows.map(({ id }) => id);
}

/** Of some ids those that are stored already. */
export async function knownEventIds(db: Prisma, ids: string[]): Promise<Set<string>> {
  const rows = await db.webhookEvent.findMany({ where: { id: { in: ids } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

export async function markProcessed(tx: Prisma, ids: string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.webhookEvent.updateMany({
    where: { id: { in: ids }, state: "pending" },
    data: { state: "processed", processedAt: now, error: null },
  });
}

export async function markIgnored(tx: Prisma, id: string, now: Date): Promise<void> {
  await tx.webhookEvent.updateMany({
    where: { id, state: "pending" },
    data: { state: "ignored", processedAt: now },
  });
}

export async function setCustomer(tx: Prisma, id: string, customerId: string): Promise<void> {
  await tx.webhookEvent.updateMany({ where: { id }, data: { customerId } });
}

/**
 * Writes down a failure: the event is tried again later, and set aside for a person after
 * `mostAttempts`.
 * @returns when it is tried again, or null when it is not
 */
export async function recordFailure(
  db: Prisma,
  event: Pick<StoredEvent, "id" | "attempts">,
  error: string,
  now: Date,
): Promise<Date | null> {
  const attempts = event.attempts + 1;
  const isLast = attempts >= mostAttempts;
  const nextAttemptAt = new Date(now.getTime() + retryDelayMs(attempts));
  await db.webhookEvent.updateMany({
    where: { id: event.id, state: "pending" },
    data: { attempts, nextAttemptAt, error: error.slice(0, 500), state: isLast ? "set_aside" : "pending" },
  });
  return isLast ? null : nextAttemptAt;
}

/** Puts an event back as if it had just come: a person has mended what was wrong. */
export async function replayEvent(db: Prisma, id: string, now: Date): Promise<boolean> {
  const { count } = await db.webhookEvent.updateMany({
    where: { id },
    data: { state: "pending", attempts: 0, nextAttemptAt: now, error: null, processedAt: null },
  });
  return count > 0;
}
