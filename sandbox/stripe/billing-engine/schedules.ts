import type Stripe from "stripe";
import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { cancelNow } from "./cancel.ts";
import { itemsOf, renew } from "./renew.ts";
import { updateSubscription } from "./update-subscription.ts";

type Phase = Stripe.SubscriptionSchedule.Phase;
const updated = "customer.subscription.updated";

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
  applyPhase(ctx, subscription, next, at);
  ctx.store.save(schedule);
  ctx.emit("subscription_schedule.updated", body);
}

/**
 * What the phase sells takes effect. At the period's end that is what the renewal bills; in the middle of a
 * period it is an ordinary change.
 */
export function applyPhase(
  ctx: Context,
  subscription: Stored<"subscription">,
  phase: Phase,
  at: number,
  proration: string = phase.proration_behavior,
): void {
  applyPhaseDiscounts(ctx, subscription, phase);
  const wanted = phase.items.map((item) => ({ price: idOf(item.price) ?? "", quantity: item.quantity ?? 1 }));
  const current = subscription.body.items.data;
  const isSame =
    wanted.length === current.length &&
    wanted.every(
      (item, index) => item.price === current[index]?.price.id && item.quantity === current[index]?.quantity,
    );
  if (isSame) return;
  const { status, cancel_at: cancelAt } = subscription.body;
  const isBoundary = current[0]?.current_period_end === at;
  const isEnding = cancelAt !== null && cancelAt <= at;
  if (isBoundary && !isEnding && ["active", "past_due", "unpaid"].includes(status)) {
    renew(ctx, subscription, at, wanted);
    return;
  }
  const period = { start: current[0]?.current_period_start ?? at, end: current[0]?.current_period_end ?? at };
  if (isBoundary || status === "trialing" || status === "paused") {
    // A trial's end and a resumption bill what stands there then.
    ctx.change(subscription, updated, (body) => {
      body.items.data = itemsOf(ctx, body, wanted, period);
    });
    return;
  }
  updateSubscription(ctx, subscription, {
    items: [
      ...wanted.map((item, index) => ({ ...item, id: current[index]?.id })),
      ...current.slice(wanted.length).map((item) => ({ id: item.id, deleted: true })),
    ],
    proration_behavior: proration as "none",
    proration_date: at,
  });
}

/** A phase that names no discount has none: what the subscription had does not come along. */
function applyPhaseDiscounts(ctx: Context, subscription: Stored<"subscription">, phase: Phase): void {
  const now = subscription.body.discounts.map(idOf);
  const wanted = phase.discounts.map((one) => idOf(one.discount));
  if (now.length === wanted.length && wanted.every((id, index) => id !== null && id === now[index])) return;
  const params = phase.discounts.map(
    (one): { discount?: string; coupon?: string; promotion_code?: string } => {
      const discount = idOf(one.discount);
      if (discount !== null) return { discount };
      const code = idOf(one.promotion_code);
      return code === null ? { coupon: idOf(one.coupon) ?? "" } : { promotion_code: code };
    },
  );
  updateSubscription(ctx, subscription, { discounts: params.length === 0 ? "" : params });
  phase.discounts = subscription.body.discounts.map((one) => ({
    coupon: null,
    discount: idOf(one),
    promotion_code: null,
  }));
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
    ctx.change(subscription, updated, (changed) => {
      changed.schedule = null;
    });
  }
  ctx.emit(`subscription_schedule.${body.status}`, body);
}
