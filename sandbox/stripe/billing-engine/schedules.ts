import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { cancelNow } from "./cancel.ts";
import { updateSubscription } from "./update-subscription.ts";

/** A phase has ended: the next one begins, or the schedule is over. */
export function enterNextPhase(ctx: Context, schedule: Stored<"schedule">, at: number): void {
  const { body } = schedule;
  const subscription = ctx.store.find("subscription", idOf(body.subscription));
  const next = body.phases.find((phase) => phase.start_date <= at && phase.end_date > at);
  if (subscription === null) {
    release(ctx, schedule, at, "completed");
    return;
  }
  if (next === undefined) {
    if (body.end_behavior === "cancel") {
      body.status = "completed";
      ctx.store.save(schedule);
      cancelNow(ctx, subscription, { reason: null });
    }
    release(ctx, schedule, at, "completed");
    return;
  }
  body.current_phase = { start_date: next.start_date, end_date: next.end_date };
  ctx.store.save(schedule);
  applyPhase(ctx, subscription, next, at);
  ctx.emit("subscription_schedule.updated", body);
}

/** The phase's prices take effect; at the period's end the renewal then bills them. */
export function applyPhase(
  ctx: Context,
  subscription: Stored<"subscription">,
  phase: Stored<"schedule">["body"]["phases"][number],
  at: number,
): void {
  const wanted = phase.items.map((item) => ({ price: idOf(item.price) ?? "", quantity: item.quantity ?? 1 }));
  const current = subscription.body.items.data;
  const items = [
    ...wanted.map((item, index) => ({
      ...item,
      ...(current[index] === undefined ? {} : { id: current[index].id }),
    })),
    ...current.slice(wanted.length).map((item) => ({ id: item.id, deleted: true })),
  ];
  const isSame =
    wanted.length === current.length &&
    wanted.every(
      (item, index) => item.price === current[index]?.price.id && item.quantity === current[index]?.quantity,
    );
  if (isSame) return;
  const isBoundary = current[0]?.current_period_end === at;
  updateSubscription(ctx, subscription, {
    items,
    // At the boundary nothing of the old period is left to be credited.
    proration_behavior: isBoundary ? "none" : (phase.proration_behavior as "none"),
    proration_date: at,
  });
}

export function release(
  ctx: Context,
  schedule: Stored<"schedule">,
  at: number,
  status: "released" | "completed" | "canceled",
): void {
  const { body } = schedule;
  const subscription = ctx.store.find("subscription", idOf(body.subscription));
  body.status = status === "completed" && body.end_behavior === "release" ? "released" : status;
  body.current_phase = null;
  if (body.status === "released") {
    body.released_at = at;
    body.released_subscription = idOf(body.subscription);
    body.subscription = null;
  } else if (status === "canceled") body.canceled_at = at;
  else body.completed_at = at;
  ctx.store.save(schedule);
  if (subscription !== null) {
    subscription.body.schedule = null;
    ctx.store.save(subscription);
  }
  ctx.emit(`subscription_schedule.${body.status}`, body);
}
