import { log } from "#platform/log/log.ts";
import type { DueJob, JobReport } from "./due-jobs.ts";

export type RunReport = {
  /** By the job's name. */
  jobs: Record<string, JobReport>;
  failed: string[];
  /** Jobs that were not over when the time was up: the next call goes on. */
  unfinished: string[];
};

/** Of the time that there is; the rest is for ending what has been begun. */
const workingShare = 0.8;

/**
 * Runs the jobs for at most so long, side by side: one that fails or has much to do keeps none of
 * the others from running.
 */
export async function runDueJobs(jobs: readonly DueJob[], withinMs: number): Promise<RunReport> {
  const until = performance.now() + withinMs * workingShare;
  const isTimeUp = () => performance.now() >= until;
  const report: RunReport = { jobs: {}, failed: [], unfinished: [] };
  const { promise: tooLate, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, withinMs);
  const runs = jobs.map(async ({ name, run }) => {
    try {
      const counted = await Promise.race([run(isTimeUp).then((value) => ({ value })), tooLate]);
      if (counted) report.jobs[name] = counted.value;
      else report.unfinished.push(name);
    } catch (err) {
      log().error({ err, job: name }, "a job failed");
      report.failed.push(name);
    }
  });
  await Promise.all(runs);
  clearTimeout(timer);
  return report;
}
