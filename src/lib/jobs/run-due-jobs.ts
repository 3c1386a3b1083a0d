import { log } from "#platform/log/log.ts";
import type { DueJob, JobReport } from "./due-jobs.ts";

export type RunReport = {
  /** By the job's name. */
  jobs: Record<string, JobReport>;
  failed: string[];
  /** Jobs that were not over, or not begun, when the time was up: the next call goes on. */
  unfinished: string[];
};

/**
 * Runs the jobs one after the other for at most so long. One that fails keeps none of the others
 * from running.
 */
export async function runDueJobs(jobs: readonly DueJob[], withinMs: number): Promise<RunReport> {
  const until = performance.now() + withinMs;
  const isTimeUp = () => performance.now() >= until;
  const report: RunReport = { jobs: {}, failed: [], unfinished: [] };
  for (const { name, run } of jobs) {
    if (isTimeUp()) {
      report.unfinished.push(name);
      continue;
    }
    try {
      const outcome = await before(until, run(isTimeUp));
      if (outcome === null) report.unfinished.push(name);
      else report.jobs[name] = outcome.value;
    } catch (err) {
      log().error({ err, job: name }, "a job failed");
      report.failed.push(name);
    }
  }
  return report;
}

/** The value, or null when it is not there in time: what hangs then goes on by itself. */
async function before<T>(until: number, work: Promise<T>): Promise<{ value: T } | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>((resolve) => {
    // Timers may ring a little early, and the next job must find the time up.
    timer = setTimeout(() => resolve(null), Math.ceil(Math.max(0, until - performance.now())) + 1);
  });
  try {
    return await Promise.race([work.then((value) => ({ value })), tooLate]);
  } finally {
    clearTimeout(timer);
    work.catch((err: unknown) => log().debug({ err }, "a job ended badly"));
  }
}
