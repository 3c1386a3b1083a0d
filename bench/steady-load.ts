import { setTimeout as sleep } from "node:timers/promises";

export type Sample = { stream: string; atMs: number; ms: number; status: number };

/** Somebody who asks one thing after the other, and waits in between. */
export type Stream = {
  name: string;
  pauseMs: number;
  /** Asks once. @returns the status */
  ask: () => Promise<number>;
};

export type SteadyLoad = {
  samples: readonly Sample[];
  /** Ends it, when the last answers have come. */
  stop: () => Promise<void>;
};

/** As many requests at a time as there are streams; one without an answer has the status 0. */
export function startSteadyLoad(streams: readonly Stream[]): SteadyLoad {
  const samples: Sample[] = [];
  let isOver = false;
  const run = async ({ name: stream, pauseMs, ask }: Stream) => {
    while (!isOver) {
      const atMs = performance.now();
      const status = await ask().catch(() => 0);
      samples.push({ stream, atMs, ms: performance.now() - atMs, status });
      await sleep(pauseMs);
    }
  };
  const running = streams.map(run);
  return {
    samples,
    async stop() {
      isOver = true;
      await Promise.all(running);
    },
  };
}
