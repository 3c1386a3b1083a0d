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

test("one that hangs is left behind when the time is up, and what comes after it is not begun", async () => {
  let isBegun = false;
  const jobs = [
    job("hangs", () => new Promise(() => {})),
    job("after", async () => {
      isBegun = true;
      return 1;
    }),
  ];
  expect(await runDueJobs(jobs, 20)).toEqual({ jobs: {}, failed: [], unfinished: ["hangs", "after"] });
  expect(isBegun).toBe(false);
});

test("a job is told when its time is up", async () => {
  const untilTold = job("works", async (isTimeUp) => {
    let turns = 0;
    while (!isTimeUp() && turns < 1_000_000) {
      turns++;
      await new Promise(setImmediate);
    }
    return turns === 1_000_000 ? -1 : 1;
  });
  const { jobs, unfinished } = await runDueJobs([untilTold], 20);
  expect(jobs.works === 1 || unfinished[0] === "works").toBe(true);
});
