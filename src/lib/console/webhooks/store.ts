import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { Place } from "#shared/keyset.ts";
import { endOfDay } from "../day-filter.ts";
import type { DeliveryFilters } from "./validation.ts";

// Looks across all workspaces, so that nothing here is for anybody but admins.

export type Delivery = {
  id: string;
  type: string;
  state: "pending" | "processed" | "ignored" | "set_aside";
  customerId: string | null;
  attempts: number;
  error: string | null;
  occurredAt: Date;
  receivedAt: Date;
  processedAt: Date | null;
  nextAttemptAt: Date;
};

const columns = sql`
  e.id, e.type, e.state::text AS state, e.customer_id AS "customerId", e.attempts, e.error,
  e.occurred_at AS "occurredAt", e.received_at AS "receivedAt", e.processed_at AS "processedAt",
  e.next_attempt_at AS "nextAttemptAt"`;

const inState = {
  waiting: sql`AND e.state = 'pending' AND e.attempts = 0`,
  failing: sql`AND e.state = 'pending' AND e.attempts > 0`,
  processed: sql`AND e.state = 'processed'`,
  ignored: sql`AND e.state = 'ignored'`,
  set_aside: sql`AND e.state = 'set_aside'`,
};

/** Each of the filters has an index that begins with it and goes on by time. */
function matching({ state, type, customer, from, to, error }: DeliveryFilters) {
  const text = `%${error.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`
    ${state ? inState[state] : sql``}
    ${type ? sql`AND e.type = ${type}` : sql``}
    ${customer === "" ? sql`` : sql`AND e.customer_id = ${customer}`}
    ${from ? sql`AND e.received_at >= ${from}` : sql``}
    ${to ? sql`AND e.received_at < ${endOfDay(to)}` : sql``}
    ${error === "" ? sql`` : sql`AND e.error IS NOT NULL AND e.error ILIKE ${text}`}`;
}

/** The newest first, without what they carry. */
export function deliveriesStatement(filters: DeliveryFilters, after: Place | null, limit: number) {
  return sql`
    SELECT ${columns} FROM webhook_events e WHERE true ${matching(filters)}
      ${after ? sql`AND (e.received_at, e.id) < (${after.at}, ${after.id})` : sql``}
    ORDER BY e.received_at DESC, e.id DESC LIMIT ${limit}`;
}

export function listDeliveries(
  db: Prisma,
  ...wanted: Parameters<typeof deliveriesStatement>
): Promise<Delivery[]> {
  return db.$queryRaw<Delivery[]>(deliveriesStatement(...wanted));
}

const newerThan = (past: Place | null) =>
  past ? sql`AND (e.received_at, e.id) > (${past.at}, ${past.id})` : sql``;

/** How many match and are newer than `past`, counted no further than to a limit. */
export async function countDeliveries(
  db: Prisma,
  filters: DeliveryFilters,
  past: Place | null,
  limit: number,
): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>(sql`
    SELECT count(*)::int AS count FROM (
      SELECT FROM webhook_events e WHERE true ${matching(filters)} ${newerThan(past)} LIMIT ${limit}) AS found`);
  return row?.count ?? 0;
}

/** Those that match and are newer than `past`, the oldest first: what they tell is then told in its order. */
export function listPlaces(
  db: Prisma,
  filters: DeliveryFilters,
  past: Place | null,
  limit: number,
): Promise<Place[]> {
  return db.$queryRaw<Place[]>(sql`
    SELECT e.received_at AS at, e.id FROM webhook_events e WHERE true ${matching(filters)} ${newerThan(past)}
    ORDER BY e.received_at, e.id LIMIT ${limit}`);
}

/** Each type that was ever delivered, by one step down its index for each. */
export async function listDeliveryTypes(db: Prisma): Promise<string[]> {
  const rows = await db.$queryRaw<{ type: string }[]>(sql`
    WITH RECURSIVE found AS (
      (SELECT type FROM webhook_events ORDER BY type LIMIT 1)
      UNION ALL
      SELECT (SELECT e.type FROM webhook_events e WHERE e.type > found.type ORDER BY e.type LIMIT 1)
        FROM found WHERE found.type IS NOT NULL)
    SELECT type FROM found WHERE type IS NOT NULL`);
  return rows.map(({ type }) => type);
}

export async function findDelivery(
  db: Prisma,
  id: string,
): Promise<(Delivery & { payload: unknown }) | null> {
  const [row] = await db.$queryRaw<(Delivery & { payload: unknown })[]>(sql`
    SELECT ${columns}, e.payload FROM webhook_events e WHERE e.id = ${id}`);
  return row ?? null;
}

/** Those that one reading of the customer has served together: they were marked in one statement. */
export async function listServedWith(db: Prisma, customerId: string, processedAt: Date): Promise<string[]> {
  const rows = await db.webhookEvent.findMany({
    where: { customerId, state: "processed", processedAt },
    select: { id: true },
    take: 500,
  });
  return rows.map(({ id }) => id);
}

/** Whose customer it is; null for one that is none of ours. */
export async function findCustomerWorkspace(
  db: Prisma,
  customerId: string,
): Promise<{ id: string; name: string } | null> {
  const row = await db.billingCustomer.findUnique({
    where: { id: customerId },
    select: { workspace: { select: { id: true, name: true } } },
  });
  return row?.workspace ?? null;
}

export type Change = {
  id: bigint;
  actor: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
  at: Date;
};

/** What the audit says was changed on account of one of the deliveries, which each entry names. */
export function listChanges(
  db: Prisma,
  workspaceId: string,
  eventIds: string[],
  { since, until }: { since: Date; until: Date },
  limit: number,
): Promise<Change[]> {
  return db.$queryRaw<Change[]>(sql`
    SELECT a.id, a.actor, a.action, a.subject, a.before, a.after, a.at FROM audit_events a
    WHERE a.workspace_id = ${workspaceId}::uuid AND a.at BETWEEN ${since} AND ${until}
      AND jsonb_exists_any(a.after -> 'events', ${eventIds})
    ORDER BY a.at DESC, a.id DESC LIMIT ${limit}`);
}

/** When somebody has replayed it, and who. */
export function listReplays(db: Prisma, eventId: string, limit: number): Promise<Change[]> {
  return db.auditEvent.findMany({
    where: { subject: `webhook_event:${eventId}` },
    select: { id: true, actor: true, action: true, subject: true, before: true, after: true, at: true },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit,
  });
}
