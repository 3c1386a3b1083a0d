import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { amountIn, requirePrice } from "../resources/catalogue.ts";
import { scheduleFrom } from "../resources/new-schedule.ts";
import { updateSchedule } from "../resources/schedules.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";

const months: Record<string, number> = { day: 1 / 30, week: 7 / 30, month: 1, year: 12 };

function monthsOf(price: Stripe.Price): number {
  return (months[price.recurring?.interval ?? "month"] ?? 1) * (price.recurring?.interval_count ?? 1);
}

/** Whether the portal's configuration leaves this change to the period's end. */
export function decreases(
  from: Stripe.Price,
  to: Stripe.Price,
  currency: string,
  ctx: Context,
  conditions: readonly string[],
): boolean {
  const perMonth = (price: Stripe.Price) =>
    (amountIn(requirePrice(ctx, price.id), currency) ?? 0) / monthsOf(price);
  const isCheaper =
    conditions.includes("decreasing_item_amount") &&
    perMonth(to) < perMonth(from) &&
    monthsOf(to) === monthsOf(from);
  return isCheaper || (conditions.includes("shortening_interval") && monthsOf(to) < monthsOf(from));
}

export function scheduleChange(ctx: Context, subscription: Stored<"subscription">, price: string): void {
  const item = subscription.body.items.data[0];
  if (item === undefined) return;
  const schedule =
    ctx.store.find("schedule", idOf(subscription.body.schedule)) ?? scheduleFrom(ctx, subscription);
  const quantity = item.quantity ?? 1;
  updateSchedule(ctx, schedule, {
    end_behavior: "release",
    phases: [
      {
        items: [{ price: item.price.id, quantity }],
        start_date: item.current_period_start,
        end_date: item.current_period_end,
      },
      { items: [{ price, quantity }], proration_behavior: "none" },
    ],
  });
}
