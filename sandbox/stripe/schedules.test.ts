import { describe, expect, test } from "vitest";
import { clocked, suiteHarness } from "./testing/clocked.ts";
import { advance } from "./testing/harness.ts";

const harness = suiteHarness();

describe("a schedule", { timeout: 30_000 }, () => {
  test("is downgraded at the period's end by a schedule", async () => {
    const { stripe, clock, monthly, customer, product } = await clocked(harness());
    const cheap = await stripe.prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: 300,
      recurring: { interval: "month" },
    });
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    const period = made.items.data[0];
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: made.id });
    await stripe.subscriptionSchedules.update(schedule.id, {
      end_behavior: "release",
      phases: [
        {
          items: [{ price: monthly.id, quantity: 1 }],
          start_date: period?.current_period_start,
          end_date: period?.current_period_end,
        },
        {
          items: [{ price: cheap.id, quantity: 1 }],
          duration: { interval: "month", interval_count: 1 },
          proration_behavior: "none",
        },
      ],
    });
    await advance(stripe, clock, (period?.current_period_end ?? 0) + 3700);
    const after = await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] });
    expect(after.items.data[0]?.price.id).toBe(cheap.id);
    expect(after.latest_invoice).toMatchObject({ amount_paid: 300, total: 300 });
    await advance(stripe, clock, (after.items.data[0]?.current_period_end ?? 0) + 3700);
    expect((await stripe.subscriptions.retrieve(made.id)).schedule).toBeNull();
    expect((await stripe.subscriptionSchedules.retrieve(schedule.id)).status).toBe("released");
  });
});
