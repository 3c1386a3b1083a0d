import { type Prisma, sql } from "#platform/db/prisma.ts";
import { secondMs } from "#shared/time.ts";

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
/** Whoever takes due events has them to itself for so long; then it has died, and the next one may. */
const claimMs = 20 * secondMs;
const firstRetryMs = 5 * secondMs;
/** With the pauses between them almost a day (22 hours and 45 minutes); then a person looks at it. */
export const mostAttempts = 15;

/** How long to wait after the so-many-th failure: each time twice as long. */
export function retryDelayMs(attempts: number): number {
  return firstRetryMs * 2 ** (attempts - 1);
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
      ${JSON.stringify(payload, storable)}::jsonb, ${state}::webhook_event_state,
      ${new Date(now.getTime() + headStartMs)}, ${rest.occurredAt}, ${now})
    ON CONFLICT (id) DO NOTHING`);
  return inserted === 1;
}

/** Postgres stores neither NUL nor half a character, and refuses the whole text for one of them. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "\ufffd").toWellFormed() : value;
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

/**
 * Takes events whose time has come, the oldest first. Several processes that take at once get
 * different ones, and nobody gets them again before the claim has run out.
 */
export async function claimDueEvents(db: Prisma, now: Date, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(sql`
    UPDATE webhook_events SET next_attempt_at = ${new Date(now.getTime() + claimMs)}
    WHERE id IN (
      SELECT id FROM webhook_events WHERE state = 'pending' AND next_attempt_at <= ${now}
      ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id`);
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
    data: {
      attempts,
      nextAttemptAt,
      error: String(storable("", error)).slice(0, 500).toWellFormed(),
      state: isLast ? "set_aside" : "pending",
    },
  });
  return isLast ? null : nextAttemptAt;
}

/**
 * Puts events back as if they had just come: a person has mended what was wrong. Whoever does it
 * has them processed; the sweep comes only after a claim's time.
 */
export async function replayEvents(tx: Prisma, ids: string[], now: Date): Promise<void> {
  await tx.webhookEvent.updateMany({
    where: { id: { in: ids } },
    data: {
      state: "pending",
      attempts: 0,
      nextAttemptAt: new Date(now.getTime() + claimMs),
      error: null,
      processedAt: null,
    },
  });
}
