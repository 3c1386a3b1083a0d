import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { repeatEach } from "./scan-upkeep.ts";

// What fails here on purpose need not be read about.
process.env.LOG_LEVEL = "silent";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hourMs = 60 * 60_000;

test("a step that always fails stops no other, and is tried less and less often", async () => {
  const runs = { failing: [] as number[], working: 0 };
  const startedAt = Date.now();
  const stop = repeatEach({
    failing: async () => {
      runs.failing.push((Date.now() - startedAt) / 1000);
      throw new Error("must be owner of table scan_events");
    },
    working: async () => runs.working++,
  });
  await vi.advanceTimersByTimeAsync(2 * hourMs);
  stop();
  expect(runs.working).toBe(3);
  expect(runs.failing.slice(0, 5)).toEqual([0, 5, 15, 35, 75]);
  expect(runs.failing.length).toBeLessThan(32);
});

test("a step that works again is back to every hour, and nothing runs after the end", async () => {
  const answers = [false, false, true, true];
  let runs = 0;
  const stop = repeatEach({
    step: async () => {
      runs++;
      if (answers.shift() === false) throw new Error("away");
    },
  });
  await vi.advanceTimersByTimeAsync(15_000);
  expect(runs).toBe(3);
  await vi.advanceTimersByTimeAsync(hourMs);
  expect(runs).toBe(4);
  stop();
  await vi.advanceTimersByTimeAsync(2 * hourMs);
  expect(runs).toBe(4);
});
