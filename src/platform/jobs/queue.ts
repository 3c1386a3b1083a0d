import type { Prisma } from "#platform/db/prisma.ts";
import { once } from "#platform/process.ts";

/** Every kind of job by name, and what it is told. */
export type Jobs = {
  "stripe-event": { eventId: string };
  mail: { mailIds: string[] };
};
export type JobName = keyof Jobs;

export type Queue = {
  /**
   * Adds a job in the transaction of its cause: both are there after it, or neither.
   * @param delayMs how long it may wait for others that the same work will serve; what may not goes first
   */
  send: <Name extends JobName>(tx: Prisma, name: Name, data: Jobs[Name], delayMs?: number) => Promise<void>;
};

function place(): { queue: Queue | null } {
  return once("jobs.queue", () => ({ queue: null }));
}

/**
 * The queue of this process's worker, or null while none runs here: then whoever causes work sees
 * to it itself, and the sweep takes what is left.
 */
export function findQueue(): Queue | null {
  return place().queue;
}

export function provideQueue(queue: Queue | null): void {
  place().queue = queue;
}
