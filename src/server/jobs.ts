import { hasStripe } from "#lib/billing/stripe.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { processEvents } from "#lib/billing/webhook-handlers.ts";
import { env } from "#lib/env/server.ts";
import { dueJobs, type JobReport } from "#lib/jobs/due-jobs.ts";
import { recorded } from "#lib/jobs/record-run.ts";
import { mailTools, sendDueMails } from "#lib/mails/send-due-mails.ts";
import { db } from "#platform/db/prisma.ts";
import { startWorker, type Worker } from "#platform/jobs/worker.ts";
import { log } from "#platform/log/log.ts";
import { closeMailer, hasMailer } from "#platform/mail/mailer.ts";
import { minuteMs, secondMs } from "#shared/time.ts";

const firstRetryMs = secondMs;
const longestRetryMs = minuteMs;

export type RunningJobs = { stop: () => Promise<void> };

/**
 * Runs the jobs of this process until it is stopped: those of the queue, and what has to be done
 * again and again. The server does not wait for it: without a database it goes on trying. With
 * JOBS_MODE=inline nothing runs here; the platform's cron calls the same list.
 */
export function startJobs(): RunningJobs {
  if (env().JOBS_MODE === "inline") return { stop: async () => {} };
  const timers = new Set<NodeJS.Timeout>();
  let worker: Worker | null = null;
  let isStopped = false;

  /** Again and again, but never twice at once; the next wait begins when it is done. */
  function repeat(everyMs: number, job: string, task: () => Promise<JobReport>, firstMs = everyMs): void {
    later(firstMs, async () => {
      try {
        const report = await task();
        if (report !== null && typeof report === "object") log().info({ job, ...report }, "a job is done");
      } catch (err) {
        log().warn({ err, job }, "a job failed");
      }
      repeat(everyMs, job, task);
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
              billingTools(),
              jobs.map(({ eventId }) => eventId),
            ),
          mail: async () => {
            if (hasMailer()) await sendDueMails(mailTools(), () => isStopped);
          },
        },
      });
      if (isStopped) await started.stop();
      else worker = started;
    } catch (err) {
      log().warn({ err, retryMs }, "the job queue could not start");
      later(retryMs, () => start(Math.min(retryMs * 2, longestRetryMs)));
    }
  }

  if (hasStripe() || hasMailer()) void start(firstRetryMs);
  for (const { name, everyMs, firstMs, run } of dueJobs().map((job) => recorded(db, job))) {
    repeat(everyMs, name, () => run(() => isStopped), firstMs);
  }
  return {
    async stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      await worker?.stop().catch((err: unknown) => log().warn({ err }, "the job queue did not stop well"));
      closeMailer();
    },
  };
}
