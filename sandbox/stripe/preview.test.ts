import fc from "fast-check";
import type Stripe from "stripe";
import { beforeAll, describe, expect, test } from "vitest";
import { day, start, suiteHarness } from "./testing/clocked.ts";
import { advance, makePayer } from "./testing/harness.ts";

const harness = suiteHarness();
let prices: string[] = [];

beforeAll(async () => {
  const { stripe } = harness();
  const product = await stripe.products.create({ name: "Tier" });
  const sold = [
    ["month", 300],
    ["month", 900],
    ["month", 4900],
    ["year", 9000],
    ["year", 49_000],
  ] as const;
  prices = await Promise.all(
    sold.map(async ([interval, amount]) => {
      const price = { product: product.id, currency: "usd", unit_amount: amount, recurring: { interval } };
      return (await stripe.prices.create(price)).id;
    }),
  );
});

const discount = fc.oneof(
  fc.constant(null),
  fc.record({
    percent_off: fc.integer({ min: 1, max: 100 }),
    duration: fc.constantFrom("once" as const, "forever" as const),
  }),
  fc.record({
    amount_off: fc.integer({ min: 1, max: 5000 }),
    currency: fc.constant("usd"),
    duration: fc.constantFrom("once" as const, "forever" as const),
  }),
);
/**
 * The next price, how many of it, how long after the last change, how far back the date that it is computed for
 * lies, and whether the quote is asked for only then or at that date.
 */
const step = fc.record({
  price: fc.integer({ min: 0, max: 4 }),
  quantity: fc.integer({ min: 1, max: 3 }),
  after: fc.integer({ min: 61, max: 9 * day }),
  age: fc.constantFrom(0, 1, 60),
  isQuotedLate: fc.boolean(),
});

async function subscribe(coupon: Stripe.CouponCreateParams | null, price: string) {
  const { stripe } = harness();
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start });
  const { customer } = await makePayer(stripe, "pm_card_visa", { test_clock: clock.id });
  const discounts = coupon === null ? [] : [{ coupon: (await stripe.coupons.create(coupon)).id }];
  const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }], discounts });
  return { stripe, clock: clock.id, customer: customer.id, made };
}

describe("a preview", { timeout: 120_000 }, () => {
  test("says to the minor unit what the change then charges, whatever came before", async () => {
    await fc.assert(
      fc.asyncProperty(discount, fc.array(step, { minLength: 1, maxLength: 3 }), async (coupon, steps) => {
        const { stripe, clock, customer, made } = await subscribe(coupon, prices[1] ?? "");
        const item = made.items.data[0]?.id ?? "";
        let now = start;
        for (const { price, quantity, after, age, isQuotedLate } of steps) {
          const old = (await stripe.subscriptions.retrieve(made.id)).items.data[0];
          const wanted = prices[price] ?? "";
          if (old?.price.id === wanted && old.quantity === quantity) continue;
          now += after;
          await advance(stripe, clock, isQuotedLate ? now : now - age);
          const change = {
            items: [{ id: item, price: wanted, quantity }],
            proration_behavior: "always_invoice" as const,
            proration_date: now - age,
          };
          const quote = await stripe.invoices.createPreview({
            customer,
            subscription: made.id,
            subscription_details: change,
          });
          if (age > 0 && !isQuotedLate) await advance(stripe, clock, now);
          const changed = await stripe.subscriptions.update(made.id, {
            ...change,
            payment_behavior: "pending_if_incomplete",
            expand: ["latest_invoice.payments.data.payment.payment_intent"],
          });
          const invoice = changed.latest_invoice as Stripe.Invoice;
          const charged = (invoice.payments?.data ?? []).map(
            (one) => (one.payment.payment_intent as Stripe.PaymentIntent).amount_received,
          );
          expect(changed.pending_update).toBeNull();
          expect(changed.items.data[0]).toMatchObject({ quantity, price: { id: wanted } });
          expect([invoice.status, invoice.total]).toEqual(["paid", quote.total]);
          expect(charged).toEqual(quote.amount_due > 0 ? [quote.amount_due] : []);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("changes nothing, and nothing of it is ever announced", async () => {
    const { stripe, customer, made } = await subscribe(null, prices[1] ?? "");
    const before = await harness().control("GET", "state");
    await stripe.invoices.createPreview({
      customer,
      subscription: made.id,
      subscription_details: {
        items: [{ id: made.items.data[0]?.id, price: prices[3] }],
        proration_behavior: "always_invoice",
        proration_date: start,
        billing_cycle_anchor: { type: "now" },
      },
    });
    expect(await harness().control("GET", "state")).toEqual(before);
  });

  test("starts a new period where the anchor is to be now", async () => {
    const { stripe, clock, customer, made } = await subscribe(null, prices[1] ?? "");
    const now = start + 10 * day;
    await advance(stripe, clock, now);
    const change = {
      items: [{ id: made.items.data[0]?.id, price: prices[2] }],
      proration_behavior: "always_invoice" as const,
      proration_date: now,
      billing_cycle_anchor: { type: "now" as const },
    };
    const quote = await stripe.invoices.createPreview({
      customer,
      subscription: made.id,
      subscription_details: change,
    });
    // A month of the new price, less what is left of the old one: 21 of 31 days.
    expect(quote.total).toBe(4900 - Math.round((900 * 21) / 31));
    const changed = await stripe.subscriptions.update(made.id, { ...change, expand: ["latest_invoice"] });
    expect((changed.latest_invoice as Stripe.Invoice).total).toBe(quote.total);
    expect(changed.items.data[0]?.current_period_start).toBe(now);
  });

  test("of a change that waits shows the next renewal with it", async () => {
    const { stripe, clock, customer, made } = await subscribe(null, prices[1] ?? "");
    const change = {
      items: [{ id: made.items.data[0]?.id, price: prices[2] }],
      proration_behavior: "create_prorations" as const,
      proration_date: start,
    };
    const quote = await stripe.invoices.createPreview({
      customer,
      subscription: made.id,
      subscription_details: change,
    });
    await stripe.subscriptions.update(made.id, change);
    await advance(stripe, clock, (made.items.data[0]?.current_period_end ?? 0) + 3700);
    const [renewal] = (await stripe.invoices.list({ subscription: made.id, limit: 1 })).data;
    expect([renewal?.billing_reason, renewal?.total]).toEqual(["subscription_cycle", quote.total]);
    expect(quote.total).toBe(4900 + 4900 - 900);
  });
});
