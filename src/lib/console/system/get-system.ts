import { requireAdmin } from "#lib/admin/guard.ts";
import { env } from "#lib/env/server.ts";
import { dueJobs } from "#lib/jobs/due-jobs.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { listFailedJobs, readQueue } from "#platform/jobs/queue-state.ts";
import { log } from "#platform/log/log.ts";
import { redis } from "#platform/redis/redis.ts";
import { compareMigrations } from "./compare-migrations.ts";
import { listOwnMigrations, readVersions } from "./read-versions.ts";
import { listSettings } from "./settings.ts";
import * as store from "./store.ts";

const shownAtMost = 50;

export type SystemState = Awaited<ReturnType<typeof getSystem>>;

/**
 * How the platform itself is: what waits, what failed, what it stands on, what runs. Whatever
 * cannot be found out is null, and keeps nothing else from being shown.
 * @param root the folder that the process was started in
 * @throws Refusal `forbidden`
 */
export async function getSystem(db: Prisma, viewer: Viewer, root: string) {
  requireAdmin(viewer);
  const [queue, failedJobs, mails, failedMails, runs, database, cache, versions, migrations] =
    await Promise.all([
      known(() => readQueue(db)),
      known(() => listFailedJobs(db, shownAtMost)),
      known(() => store.countMails(db)),
      known(() => store.listFailedMails(db, shownAtMost)),
      known(() => store.listJobRuns(db)),
      known(() => timed(() => store.readDatabase(db))),
      readCache(),
      readVersions(root),
      known(async () =>
        compareMigrations(await store.listAppliedMigrations(db), await listOwnMigrations(root)),
      ),
    ]);
  const jobs = dueJobs().map(({ name, everyMs }) => ({
    name,
    everyMs,
    run: runs?.find((run) => run.name === name) ?? null,
  }));
  return {
    ...{ queue, failedJobs, mails, failedMails, jobs, database, cache, versions, migrations },
    settings: listSettings(env()),
  };
}

async function known<Found>(find: () => Promise<Found>): Promise<Found | null> {
  try {
    return await find();
  } catch (err) {
    log().warn({ err }, "a part of the system's state could not be read");
    return null;
  }
}

async function timed<Found>(find: () => Promise<Found>): Promise<Found & { tookMs: number }> {
  const before = performance.now();
  const found = await find();
  return { ...found, tookMs: performance.now() - before };
}

export type CacheState =
  | { state: "not_configured" }
  | { state: "away" }
  | { state: "there"; version: string | null; tookMs: number };

async function readCache(): Promise<CacheState> {
  const cache = redis();
  if (cache === null) return { state: "not_configured" };
  const before = performance.now();
  const answer = await cache.ask((client) => client.info("server"));
  if (answer === null) return { state: "away" };
  const version = /^redis_version:(\S+)/m.exec(answer.value)?.[1] ?? null;
  return { state: "there", version, tookMs: performance.now() - before };
}
