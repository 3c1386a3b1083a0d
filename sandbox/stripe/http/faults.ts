import type { Context } from "../context.ts";
import type { Fault } from "../control/settings.ts";

/** The fault that the control plane has ordered for this call, used up by it. */
export function takeFault(ctx: Context, call: string): Fault["kind"] | null {
  const settings = ctx.settings();
  const fault = settings.faults.find(
    (one) => one.count > 0 && (one.match === null || new RegExp(one.match).test(call)),
  );
  if (fault !== undefined) {
    const faults = settings.faults
      .map((one) => (one === fault ? { ...one, count: one.count - 1 } : one))
      .filter((one) => one.count > 0);
    ctx.store.setSetting("settings", { ...settings, faults });
    return fault.kind;
  }
  return settings.failureRate > 0 && ctx.random(4).readUInt32BE() / 2 ** 32 < settings.failureRate
    ? "500"
    : null;
}
