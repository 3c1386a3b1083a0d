import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import type { Stored } from "../store/documents.ts";
import { isOver } from "./cancel.ts";
import { runDue } from "./due.ts";
import { boundaryAfter } from "./periods.ts";

const longestWithout = 2 * 366 * 24 * 3600;

/** Accepts an advance; `stepClock` then does it piece by piece. */
export function startAdvance(ctx: Context, clock: Stored<"test_clock">, target: number): void {
  if (clock.body.status === "advancing") {
    throw invalid(
      "Test clock advancement underway - cannot perform modifications.",
      undefined,
      "test_clock_advancing",
    );
  }
  const from = clock.body.frozen_time;
  if (target <= from) throw invalid("The new frozen time must be after the current one.", "frozen_time");
  let longest = longestWithout;
  for (const { body } of ctx.store.list("subscription", { clock: clock.id })) {
    const { recurring } = body.items.data[0]?.price ?? { recurring: null };
    if (recurring && !isOver(body)) longest = Math.min(longest, boundaryAfter(from, recurring, 2) - from);
  }
  if (target - from > longest) {
    throw invalid(
      "You may only advance a test clock by two intervals of its shortest subscription at once.",
      "frozen_time",
    );
  }
  clock.body.status = "advancing";
  clock.body.status_details = { advancing: { target_frozen_time: target } };
  clock.inner.target = target;
  ctx.store.save(clock);
  ctx.emit("test_helpers.test_clock.advancing", clock.body);
}

/** One thing that is due, in a transaction of its own; false when the clock has arrived. */
export function stepClock(ctx: Context, id: string, options = { isSilent: false }): boolean {
  return ctx.store.transaction(() => {
    const clock = ctx.store.find("test_clock", id);
    if (clock === null || clock.inner.target === null) return false;
    const next = ctx.store.nextDue(id, clock.inner.target);
    if (next !== null) {
      clock.body.frozen_time = Math.max(clock.body.frozen_time, next.due);
      ctx.store.save(clock);
      runDue(ctx, next.stored, clock.body.frozen_time);
      return true;
    }
    clock.body.frozen_time = clock.inner.target;
    clock.body.status = "ready";
    clock.body.status_details = {};
    clock.inner.target = null;
    ctx.store.save(clock);
    if (!options.isSilent) ctx.emit("test_helpers.test_clock.ready", clock.body);
    return false;
  });
}

/** What has come due on the sandbox's own time; false when nothing is left. */
export function stepOwnTime(ctx: Context): boolean {
  return ctx.store.transaction(() => {
    const next = ctx.store.nextDue(null, ctx.now());
    if (next === null) return false;
    ctx.at(next.due, () => runDue(ctx, next.stored, next.due));
    return true;
  });
}
