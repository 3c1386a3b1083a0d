import type Stripe from "stripe";

/** What a subscription sells: a price, how often, and the discounts that lower it. */
export type Sold = { price: string; quantity: number; discountIds: readonly string[] };

/** What it sells from the end of the running period on. */
export type Coming = { price: string; interval: "month" | "year" };

/**
 * The phases of a schedule that goes on with what is sold until the period ends, sells the other
 * for one period, and then leaves a plain subscription.
 */
export function phasesOf(
  { current_phase: current }: Stripe.SubscriptionSchedule,
  { price, quantity, discountIds }: Sold,
  coming: Coming,
): Stripe.SubscriptionScheduleUpdateParams {
  if (current === null) throw new Error("the schedule of a running subscription has no phase");
  // A phase has no discounts but those it names: what the subscription has goes on.
  const discounts = discountIds.map((discount) => ({ discount }));
  const common = { proration_behavior: "none" as const, ...(discounts.length > 0 ? { discounts } : {}) };
  const { start_date, end_date } = current;
  return {
    end_behavior: "release",
    proration_behavior: "none",
    phases: [
      { ...common, start_date, end_date, items: [{ price, quantity }] },
      {
        ...common,
        duration: { interval: coming.interval, interval_count: 1 },
        items: [{ price: coming.price, quantity }],
      },
    ],
  };
}

/** The price after the running period; null where none is to come. */
export function comingPriceOf({
  phases,
  current_phase: current,
}: Stripe.SubscriptionSchedule): string | null {
  const price = phases.find((phase) => current && phase.start_date >= current.end_date)?.items[0]?.price;
  return typeof price === "string" ? price : (price?.id ?? null);
}
