import type Stripe from "stripe";
import { Refusal } from "#shared/errors.ts";
import type { SubscriptionRow } from "../mirror/subscription-row.ts";
import { type SyncTools, syncCustomer } from "../mirror/sync-customer.ts";
import { keyOf, releaseSchedule } from "../subscription.ts";
import type { PaidTarget } from "./decide-change.ts";
import { mainItemOf, requirePriceId } from "./preview-change.ts";

/**
 * Lets a schedule of Stripe's make the change when the period ends: it does so also when nothing
 * of ours runs. Let go after one period of the new plan, it leaves a plain subscription.
 */
export async function scheduleChange(
  tools: SyncTools,
  row: SubscriptionRow,
  target: PaidTarget,
): Promise<void> {
  const price = requirePriceId(row, target);
  const schedule = await ensureSchedule(tools, row);
  const coming = comingPriceOf(schedule);
  if (coming !== price) {
    await tools.stripe.subscriptionSchedules.update(
      schedule.id,
      phasesOf(schedule, row, target, price),
      // Names what it sets out from too: back and forth is not a repetition.
      await keyOf(tools, `phases:${schedule.id}:${coming ?? "none"}:${price}`, row),
    );
  }
  await syncCustomer(tools, row.customerId);
}

/** The schedule that leads the subscription, or one that begins with what it is now. */
async function ensureSchedule(tools: SyncTools, row: SubscriptionRow): Promise<Stripe.SubscriptionSchedule> {
  const { stripe } = tools;
  const { schedule, items } = await stripe.subscriptions.retrieve(row.id);
  if (!items.data.some(({ price }) => price.id === row.priceId)) {
    await syncCustomer(tools, row.customerId);
    throw new Refusal("conflict", { values: { reason: "changed_meanwhile" } });
  }
  if (schedule !== null) {
    return stripe.subscriptionSchedules.retrieve(typeof schedule === "string" ? schedule : schedule.id);
  }
  return stripe.subscriptionSchedules.create(
    { from_subscription: row.id },
    await keyOf(tools, "schedule", row),
  );
}

function comingPriceOf({ phases, current_phase: current }: Stripe.SubscriptionSchedule): string | null {
  const price = phases.find((phase) => current && phase.start_date >= current.end_date)?.items[0]?.price;
  return typeof price === "string" ? price : (price?.id ?? null);
}

function phasesOf(
  { current_phase: current }: Stripe.SubscriptionSchedule,
  row: SubscriptionRow,
  { interval }: PaidTarget,
  price: string,
): Stripe.SubscriptionScheduleUpdateParams {
  if (current === null) throw new Error("the schedule of a running subscription has no phase");
  const { quantity } = mainItemOf(row);
  // A phase has no discounts but those it names: what the subscription has goes on.
  const discounts = row.details.discountIds.map((discount) => ({ discount }));
  const common = { proration_behavior: "none" as const, ...(discounts.length > 0 ? { discounts } : {}) };
  const { start_date, end_date } = current;
  return {
    end_behavior: "release",
    proration_behavior: "none",
    phases: [
      { ...common, start_date, end_date, items: [{ price: row.priceId, quantity }] },
      { ...common, duration: { interval, interval_count: 1 }, items: [{ price, quantity }] },
    ],
  };
}

/** What was to come at the period's end does not come. */
export async function takeBack(tools: SyncTools, row: SubscriptionRow): Promise<void> {
  const { schedule } = await tools.stripe.subscriptions.retrieve(row.id);
  if (schedule !== null) await releaseSchedule(tools, schedule);
  await syncCustomer(tools, row.customerId);
}
