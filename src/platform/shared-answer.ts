/**
 * A question that is asked once for all who ask it at the same time or within `ms` after its
 * answer. An answer that failed is given to those who wait for it and not kept.
 */
export function sharedAnswer<T>(
  ms: number,
  ask: () => Promise<T>,
  now: () => number = Date.now,
): () => Promise<T> {
  let kept: { answer: Promise<T>; untilMs: number } | null = null;
  return () => {
    if (kept !== null && now() < kept.untilMs) return kept.answer;
    const asked = { answer: ask(), untilMs: Number.POSITIVE_INFINITY };
    kept = asked;
    asked.answer.then(
      () => {
        asked.untilMs = now() + ms;
      },
      () => {
        asked.untilMs = 0;
      },
    );
    return asked.answer;
  };
}
