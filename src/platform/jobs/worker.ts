import { fromPrisma, PgBoss } from "pg-boss";
import { log } from "#platform/log/log.ts";
import { secondMs } from "#shared/time.ts";
import { type JobName, type Jobs, provideQueue } from "./queue.ts";

export type Handlers = { [Name in JobName]: (jobs: Jobs[Name][]) => Promise<void> };

export type WorkerOptions = {
  /** Holds a session: never a pooler that works by transaction. */
  url: string;
  handlers: Handlers;
  /** How many jobs one handler is given at once. */
  batchSize?: number;
};

export type Worker = { stop: () => Promise<void> };

const stopMs = 5_000;

/**
 * Runs the jobs of this process and takes new ones. The queue keeps its tables in the schema
 * `pgboss`, which it makes and brings up to date by itself. A job is a reminder: what has to be
 * done is in our own tables, so a lost job is found by the sweep and a second one does nothing.
 */
export async function startWorker({ url, handlers, batchSize = 25 }: WorkerOptions): Promise<Worker> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: "dynamicqr-jobs",
    schema: "pgboss",
    max: 3,
    useListenNotify: true,
    schedule: false,
  });
  boss.on("error", (err) => log().warn({ err }, "the job queue is in trouble"));
  try {
    await boss.start();
    for (const name of Object.keys(handlers) as JobName[]) {
      await boss.createQueue(name, {
        notify: true,
        retryLimit: 0,
        expireInSeconds: 300,
        deleteAfterSeconds: 3600,
      });
      await work(boss, name, handlers, batchSize);
    }
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
  provideQueue({
    async send(tx, name, data, delayMs = 0) {
      await boss.send(name, data, {
        db: fromPrisma(tx),
        startAfter: delayMs / secondMs,
        priority: Number(delayMs === 0),
      });
    },
  });
  return {
    async stop() {
      provideQueue(null);
      await boss.stop({ graceful: true, timeout: stopMs });
    },
  };
}

async function work<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  handlers: Handlers,
  batchSize: number,
): Promise<void> {
  const options = { batchSize, burstWhenBatchFull: true, pollingIntervalSeconds: 1 };
  await boss.work<Jobs[Name]>(name, options, async (jobs) => {
    await handlers[name](jobs.map(({ data }) => data));
  });
}
