import { expect, test } from "vitest";
import type { DueJob } from "./due-jobs.ts";
import { runDueJobs } from "./run-due-jobs.ts";

const job = (name: string, run: DueJob["run"]): DueJob => ({ name, everyMs: 1, run });

test("every job's figures are reported by its name", async () => {
  const jobs = [
    job("events", async () => 3),
    job("reconciliation", async () => null),
    job("mails", async () => ({ sent: 2, failed: 1 })),
  ];
  expect(await runDueJobs(jobs, 1_000)).toEqual({
    jobs: { events: 3, reconciliation: null, mails: { sent: 2, failed: 1 } },
    failed: [],
    unfinished: [],
  });
});

test("one that fails keeps none of the others from running", async () => {
  const jobs = [
    job("first", async () => {
      throw new Error("no");
    }),
    job("second", async () => 1),
  ];
  expect(await runDueJobs(jobs, 1_000)).toEqual({ jobs: { second: 1 }, failed: ["first"], unfinished: [] });
});

test("one that hangs is left behind when the time is up, and the others have had theirs", async () => {
  const jobs = [job("hangs", () => new Promise(() => {})), job("after", async () => 1)];
  expect(await runDueJobs(jobs, 20)).toEqual({ jobs: { after: 1 }, failed: [], unfinished: ["hangs"] });
});

test("a job is told when to end, early enough to report what it has done", async () => {
  let turns = 0;
  const works = job("works", async (isTimeUp) => {
    while (!isTimeUp()) {
      turns++;
      await new Promise(setImmediate);
    }
    return turns;
  });
  const { jobs, unfinished } = await runDueJobs([works], 1_000);
  expect(turns).toBeGreaterThan(0);
  expect(jobs).toEqual({ works: turns });
  expect(unfinished).toEqual([]);
});
