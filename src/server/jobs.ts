import { reconcile } from "#lib/billing/reconcile.ts";
import { hasStripe, stripe } from "#lib/billing/stripe.ts";
import type { SyncTools } from "#lib/billing/sync-customer.ts";
import { processEvents, sweepEvents } from "#lib/billing/webhook-handlers.ts";
import { sweepAccess } from "#lib/codes/sweep-access.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { startWorker, type Worker } from "#platform/jobs/worker.ts";
import { log } from "#platform/log/log.ts";
import { dayMs, minuteMs, secondMs } from "#shared/time.ts";

const firstRetryMs = secondMs;
const longestRetryMs = minuteMs;

export type RunningJobs = { stop: () => Promise<void> };

/**
 * Runs the jobs of this process until it is stopped, and what has to be done again and again:
 * the sweeps, and once a day a comparison with Stripe. The server does not wait for it: without
 * a database it goes on trying. With JOBS_MODE=inline nothing runs here.
 */
export function startJobs(): RunningJobs {
  if (env().JOBS_MODE === "inline") return { stop: async () => {} };
  const timers = new Set<NodeJS.Timeout>();
  let worker: Worker | null = null;
  let isStopped = false;

  /** Again and again, but never twice at once; the next wait begins when it is done. */
  function repeat(everyMs: number, what: string, task: () => Promise<unknown>, firstMs = everyMs): void {
    later(firstMs, async () => {
      await task().catch((err: unknown) => log().warn({ err }, `${what} failed`));
      repeat(everyMs, what, task);
    });
  }

  function later(ms: number, task: () => Promise<void>): void {
    if (isStopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void task();
    }, ms);
    timers.add(timer.unref());
  }

  async function start(retryMs: number): Promise<void> {
    try {
      const started = await startWorker({
        url: env().DIRECT_DATABASE_URL,
        handlers: {
          "stripe-event": (jobs) =>
            processEvents(
              tools(),
              jobs.map(({ eventId }) => eventId),
            ),
        },
      });
      if (isStopped) await started.stop();
      else worker = started;
    } catch (err) {
      log().warn({ err, retryMs }, "the job queue could not start");
      later(retryMs, () => start(Math.min(retryMs * 2, longestRetryMs)));
    }
  }

  repeat(minuteMs, "the sweep of access", () => sweepAccess(db(), new Date()));
  if (hasStripe()) {
    void start(firstRetryMs);
    repeat(15 * secondMs, "the sweep of Stripe's events", () => sweepEvents(tools()));
    const compare = async () => log().info(await reconcile(tools()), "reconciled with Stripe");
    // The first one soon: while no server ran, Stripe may have given up delivering.
    repeat(dayMs, "the reconciliation with Stripe", compare, minuteMs);
  }
  return {
    async stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      await worker?.stop().catch((err: unknown) => log().warn({ err }, "the job queue did not stop well"));
    },
  };
}

function tools(): SyncTools {
  return { db: db(), stripe: stripe(), now: () => new Date() };
}
