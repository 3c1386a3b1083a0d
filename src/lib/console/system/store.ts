import { type Prisma, sql } from "#platform/db/prisma.ts";

export type FailedMail = {
  id: string;
  kind: string;
  recipient: string;
  attempts: number;
  error: string | null;
  createdAt: Date;
};

const mailColumns = {
  ...{ id: true, kind: true, recipient: true, attempts: true, error: true, createdAt: true },
} as const;

/** Mails that were given up, the latest first; those of erased accounts have nobody to go to. */
export function listFailedMails(db: Prisma, limit: number): Promise<FailedMail[]> {
  return db.mail.findMany({
    where: { state: "failed", recipient: { not: "" } },
    select: mailColumns,
    orderBy: { nextAttemptAt: "desc" },
    take: limit,
  });
}

export async function countMails(db: Prisma): Promise<{ waiting: number; oldestAt: Date | null }> {
  const [row] = await db.$queryRaw<{ waiting: number; oldestAt: Date | null }[]>(sql`
    SELECT count(*)::int AS waiting, min(created_at) AS "oldestAt" FROM mails WHERE state = 'pending'`);
  return row ?? { waiting: 0, oldestAt: null };
}

/** @returns false where it is not given up any more */
export async function retryMail(tx: Prisma, id: string, since: Date, now: Date): Promise<FailedMail | null> {
  const mail = await tx.mail.findFirst({
    where: { id, state: "failed", recipient: { not: "" }, createdAt: { gt: since } },
    select: mailColumns,
  });
  if (mail === null) return null;
  const { count } = await tx.mail.updateMany({
    where: { id, state: "failed" },
    data: { state: "pending", attempts: 0, nextAttemptAt: now },
  });
  return count === 1 ? mail : null;
}

export type JobRun = {
  name: string;
  beganAt: Date;
  endedAt: Date;
  hasFailed: boolean;
  report: unknown;
  error: string | null;
  lastSuccessAt: Date | null;
};

export function listJobRuns(db: Prisma): Promise<JobRun[]> {
  return db.jobRun.findMany({ orderBy: { name: "asc" } });
}

export type DatabaseFacts = {
  version: string;
  sizeBytes: bigint;
  connections: number;
  active: number;
  mostConnections: number;
  /** Of the replica that is furthest behind, in bytes; null where there is none, or it may not be seen. */
  lagBytes: bigint | null;
};

export async function readDatabase(db: Prisma): Promise<DatabaseFacts> {
  const [row] = await db.$queryRaw<DatabaseFacts[]>(sql`
    SELECT current_setting('server_version') AS version,
      pg_database_size(current_database()) AS "sizeBytes",
      (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS connections,
      (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND state = 'active') AS active,
      current_setting('max_connections')::int AS "mostConnections",
      CASE WHEN pg_is_in_recovery() THEN NULL ELSE
        (SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))::bigint FROM pg_stat_replication) END AS "lagBytes"`);
  if (row === undefined) throw new Error("Postgres told nothing of itself");
  return row;
}

export type AppliedMigration = { name: string; finishedAt: Date | null };

/** What was applied, those that began and did not end among them. */
export function listAppliedMigrations(db: Prisma): Promise<AppliedMigration[]> {
  return db.$queryRaw<AppliedMigration[]>(sql`
    SELECT migration_name AS name, finished_at AS "finishedAt" FROM _prisma_migrations
    WHERE rolled_back_at IS NULL ORDER BY migration_name`);
}
