import { setTimeout as pause } from "node:timers/promises";

/**
 * Runs `work` and answers, or refuses, no sooner than `floorMs` after the start: how long it took
 * then does not tell whether an address has an account.
 */
export async function answerEvenly<T>(floorMs: number, work: () => Promise<T>): Promise<T> {
  const floor = pause(floorMs);
  try {
    return await work();
  } finally {
    await floor;
  }
}
