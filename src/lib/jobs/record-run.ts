import { type PrismaRoot, sql } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { scrub } from "#platform/log/scrub.ts";
import type { DueJob, JobReport } from "./due-jobs.ts";

const longestError = 500;

/**
 * The job, which then also writes down what became of its last run. Where that cannot be written
 * the job is none the worse.
 */
export function recorded(db: () => PrismaRoot, job: DueJob): DueJob {
  return {
    ...job,
    async run(isTimeUp) {
      const beganAt = new Date();
      try {
        const report = await job.run(isTimeUp);
        await write(db, { name: job.name, beganAt, report, error: null });
        return report;
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        await write(db, { name: job.name, beganAt, report: null, error: scrub(text).slice(0, longestError) });
        throw error;
      }
    },
  };
}

type Run = { name: string; beganAt: Date; report: JobReport; error: string | null };

/** A run that found nothing to do leaves standing what the last one found. */
async function write(db: () => PrismaRoot, { name, beganAt, report, error }: Run): Promise<void> {
  const endedAt = new Date();
  const found = report === null ? null : JSON.stringify(report);
  const succeededAt = error === null ? endedAt : null;
  try {
    await db().$executeRaw(sql`
      INSERT INTO job_runs AS run (name, began_at, ended_at, has_failed, report, error, last_success_at)
      VALUES (${name}, ${beganAt}, ${endedAt}, ${error !== null}, ${found}::jsonb, ${error}, ${succeededAt})
      ON CONFLICT (name) DO UPDATE SET began_at = excluded.began_at, ended_at = excluded.ended_at,
        has_failed = excluded.has_failed, error = excluded.error,
        report = coalesce(excluded.report, run.report),
        last_success_at = coalesce(excluded.last_success_at, run.last_success_at)`);
  } catch (err) {
    log().warn({ err, job: name }, "a job's run could not be written down");
  }
}
