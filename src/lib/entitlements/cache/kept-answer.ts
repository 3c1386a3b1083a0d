import { minuteMs } from "#shared/time.ts";
import type { Entitlements } from "../resolve.ts";

/** No answer is kept for longer, whatever it says itself. */
export const longestKeptMs = 5 * minuteMs;

/** An answer with all that tells whether it still is one. */
export type KeptAnswer = {
  /** The workspace's version that was read together with the facts. */
  version: number;
  /** The instant that the facts were judged at. */
  resolvedAt: Date;
  entitlements: Entitlements;
};

/**
 * Whether an answer may be given to somebody whose workspace has this version. One of a newer
 * version is not taken either: the two only meet while an access changes, and what is read then
 * is right whichever of them is behind.
 */
export function isAnswerTo(kept: KeptAnswer, version: number, now: Date): boolean {
  return kept.version === version && isTimely(kept, now);
}

/** Whether time alone has left the answer true. Before it was found it may have been another. */
export function isTimely({ resolvedAt, entitlements }: Omit<KeptAnswer, "version">, now: Date): boolean {
  const ageMs = now.getTime() - resolvedAt.getTime();
  const { nextChangeAt } = entitlements;
  return ageMs >= 0 && ageMs <= longestKeptMs && (nextChangeAt === null || now < nextChangeAt);
}
