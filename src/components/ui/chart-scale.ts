/**
 * A scale from zero to a round number at or above `max`, in at most five even steps.
 * Counts stay whole: the step is never below 1.
 */
export function chartScale(max: number): { top: number; ticks: number[] } {
  const target = Math.max(1, max) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(target));
  const step = Math.max(
    1,
    [1, 2, 2.5, 5, 10]
      .map((factor) => factor * magnitude)
      .find((each) => each >= target && (each >= 10 || Number.isInteger(each))) ?? 1,
  );
  const count = Math.max(1, Math.ceil(Math.max(1, max) / step));
  return { top: step * count, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** Every how many labels one fits when at most `room` may be shown. */
export function labelStride(count: number, room: number): number {
  return Math.max(1, Math.ceil(count / room));
}
