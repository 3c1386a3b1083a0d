import type Stripe from "stripe";
import { Refusal } from "#shared/errors.ts";
import type { SubscriptionRow } from "../mirror/subscription-row.ts";
import { type SyncTools, syncCustomer } from "../mirror/sync-customer.ts";
import { comingPriceOf, phasesOf, type Sold } from "../schedule-phases.ts";
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
      phasesOf(schedule, soldBy(row), { price, interval: target.interval }),
      // Names what it sets out from too: back and forth is not a repetition.
      await keyOf(tools, `phases:${schedule.id}:${coming ?? "none"}:${price}`, row),
    );
  }
  await syncCustomer(tools, row.customerId);
}

function soldBy(row: SubscriptionRow): Sold {
  const { discountIds } = row.details;
  return { price: row.priceId, quantity: mainItemOf(row).quantity, discountIds };
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

/** What was to come at the period's end does not come. */
export async function takeBack(tools: SyncTools, row: SubscriptionRow): Promise<void> {
  const { schedule } = await tools.stripe.subscriptions.retrieve(row.id);
  if (schedule !== null) await releaseSchedule(tools, schedule);
  await syncCustomer(tools, row.customerId);
}
