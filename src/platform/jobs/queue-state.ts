import { type Prisma, sql } from "#platform/db/prisma.ts";

/** How many jobs of a kind are in a state, and since when the one that has been in it longest. */
export type QueueDepth = { name: string; state: string; count: number; oldestAt: Date };

export type FailedJob = { id: string; name: string; failedAt: Date; error: string | null };

/** Whether a worker has ever run on this database: it makes the queue's tables itself. */
async function hasQueue(db: Prisma): Promise<boolean> {
  const [row] = await db.$queryRaw<{ has: boolean }[]>(
    sql`SELECT to_regclass('pgboss.job') IS NOT NULL AS has`,
  );
  return row?.has === true;
}

/** @returns null where there is no queue */
export async function readQueue(db: Prisma): Promise<QueueDepth[] | null> {
  if (!(await hasQueue(db))) return null;
  // Jobs that are over are deleted within the hour, so that there are never many to count.
  return db.$queryRaw<QueueDepth[]>(sql`
    SELECT name, state::text AS state, count(*)::int AS count, min(created_on) AS "oldestAt"
    FROM pgboss.job GROUP BY name, state ORDER BY name, state`);
}

export async function listFailedJobs(db: Prisma, limit: number): Promise<FailedJob[]> {
  if (!(await hasQueue(db))) return [];
  return db.$queryRaw<FailedJob[]>(sql`
    SELECT id::text AS id, name, completed_on AS "failedAt", coalesce(output ->> 'message', output::text) AS error
    FROM pgboss.job WHERE state = 'failed' ORDER BY completed_on DESC LIMIT ${limit}`);
}

/**
 * Has a job that failed run once more, as the queue's own `retry` does it; any worker takes it.
 * Workers are told as the queue tells them; one that does not hear it looks within half a minute.
 * @returns what kind it is; null where none with that id has failed
 */
export async function retryFailedJob(tx: Prisma, id: string): Promise<string | null> {
  if (!(await hasQueue(tx))) return null;
  const [row] = await tx.$queryRaw<{ name: string }[]>(sql`
    WITH retried AS (
      UPDATE pgboss.job SET state = 'retry', retry_limit = retry_limit + 1, completed_on = NULL
      WHERE id = ${id}::uuid AND state = 'failed' RETURNING name)
    SELECT name, pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), name)::text AS told
    FROM retried`);
  return row?.name ?? null;
}
