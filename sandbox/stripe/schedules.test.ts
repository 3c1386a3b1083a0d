import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { clocked, day, suiteHarness, typesFor } from "./testing/clocked.ts";
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

  test("bills a new interval as the renewal that it is, from the period's end on", async () => {
    for (const [from, to] of [
      ["yearly", "monthly"],
      ["monthly", "yearly"],
    ] as const) {
      const set = await clocked(harness());
      const { stripe, clock, customer } = set;
      const made = await stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: set[from].id }],
      });
      const end = made.items.data[0]?.current_period_end ?? 0;
      await plan(stripe, made, { price: set[to].id });
      await advance(stripe, clock, end + 60);
      const [draft] = (await stripe.invoices.list({ subscription: made.id, limit: 1 })).data;
      expect(draft).toMatchObject({
        status: "draft",
        billing_reason: "subscription_cycle",
        total: set[to].unit_amount,
      });
      expect((await stripe.invoices.list({ subscription: made.id })).data).toHaveLength(2);
      await advance(stripe, clock, end + 3700);
      const after = await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] });
      expect(after.latest_invoice).toMatchObject({ id: draft?.id, status: "paid" });
      expect([after.items.data[0]?.id, after.billing_cycle_anchor]).toEqual([made.items.data[0]?.id, end]);
      const length = (after.items.data[0]?.current_period_end ?? 0) - end;
      expect(length > 300 * day).toBe(to === "yearly");
    }
  });

  test("is taken back by a release, which leaves what is sold as it is", async () => {
    const { stripe, clock, customer, monthly, yearly } = await clocked(harness());
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: yearly.id }] });
    const schedule = await plan(stripe, made, { price: monthly.id });
    const listed = await stripe.subscriptions.list({
      customer: customer.id,
      status: "all",
      expand: ["data.latest_invoice", "data.schedule"],
    });
    expect(listed.data[0]).toMatchObject({
      schedule: { id: schedule.id, phases: [{}, { items: [{ price: monthly.id }] }] },
      latest_invoice: { status: "paid" },
    });
    // While it stands, ending is the schedule's matter.
    await expect(stripe.subscriptions.update(made.id, { cancel_at_period_end: true })).rejects.toThrow(
      "managed by the subscription schedule",
    );
    const released = await stripe.subscriptionSchedules.release(schedule.id);
    expect([released.status, released.released_subscription]).toEqual(["released", made.id]);
    await advance(stripe, clock, (made.items.data[0]?.current_period_end ?? 0) + 3700);
    const after = await stripe.subscriptions.retrieve(made.id);
    expect([after.schedule, after.items.data[0]?.price.id]).toEqual([null, yearly.id]);
    await expect(stripe.subscriptionSchedules.release(schedule.id)).rejects.toThrow("released");
    const types = await typesFor(stripe, customer.id);
    expect(types).toContain("subscription_schedule.released");
  });

  test("ends the subscription with it when it is canceled", async () => {
    const { stripe, customer, monthly, yearly } = await clocked(harness());
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: yearly.id }] });
    const schedule = await plan(stripe, made, { price: monthly.id });
    expect((await stripe.subscriptionSchedules.cancel(schedule.id)).status).toBe("canceled");
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("canceled");
  });

  test("carries a discount over only where its phase names it", async () => {
    for (const isNamed of [true, false]) {
      const { stripe, clock, customer, monthly, yearly } = await clocked(harness());
      const coupon = await stripe.coupons.create({ percent_off: 50, duration: "forever" });
      const made = await stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: yearly.id }],
        discounts: [{ coupon: coupon.id }],
      });
      const discounts = [{ discount: String(made.discounts[0]) }];
      await plan(stripe, made, { price: monthly.id, ...(isNamed ? { discounts } : {}) }, discounts);
      await advance(stripe, clock, (made.items.data[0]?.current_period_end ?? 0) + 3700);
      const after = await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] });
      expect(after.latest_invoice).toMatchObject({ total: isNamed ? 450 : 900, status: "paid" });
      expect(after.discounts).toHaveLength(isNamed ? 1 : 0);
    }
  });
});

type NextPhase = { price: string; discounts?: { discount: string }[] };

/** The present until the period's end, then something else. */
async function plan(
  stripe: Stripe,
  { id, items }: Stripe.Subscription,
  next: NextPhase,
  discounts: { discount: string }[] = [],
): Promise<Stripe.SubscriptionSchedule> {
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id });
  const [item] = items.data;
  return stripe.subscriptionSchedules.update(schedule.id, {
    end_behavior: "release",
    proration_behavior: "none",
    phases: [
      {
        items: [{ price: item?.price.id, quantity: item?.quantity }],
        start_date: item?.current_period_start,
        end_date: item?.current_period_end,
        discounts,
      },
      {
        items: [{ price: next.price, quantity: 1 }],
        proration_behavior: "none",
        ...(next.discounts === undefined ? {} : { discounts: next.discounts }),
      },
    ],
  });
}
