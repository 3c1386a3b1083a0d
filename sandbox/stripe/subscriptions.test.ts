import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { advance, type Harness, makeCatalogue, makePayer, startHarness } from "./testing/harness.ts";

const day = 24 * 3600;
const start = 1_800_000_000;
let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
}, 60_000);
afterAll(async () => {
  const counts = await harness.control<{ unknownUrls: object; violations: string[] }>("GET", "counts");
  await harness.stop();
  expect(counts.violations).toEqual([]);
  expect(counts.unknownUrls).toEqual({});
});

async function clocked(token?: string) {
  const { stripe } = harness;
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start });
  const catalogue = await makeCatalogue(stripe);
  const payer = await makePayer(stripe, token, { test_clock: clock.id });
  return { stripe, clock: clock.id, ...catalogue, ...payer };
}

async function typesFor(id: string): Promise<string[]> {
  const types: string[] = [];
  for await (const event of harness.stripe.events.list({ limit: 100 })) {
    const object = event.data.object as { id?: string; customer?: string };
    if (object.id === id || object.customer === id) types.push(event.type);
  }
  return types;
}

describe("a subscription", { timeout: 30_000 }, () => {
  test("is paid at once and renews with a draft that is finalised after its hour", async () => {
    const { stripe, clock, monthly, customer } = await clocked();
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      expand: ["latest_invoice.payments", "latest_invoice.confirmation_secret"],
    });
    expect(made.status).toBe("active");
    expect(made.items.data[0]?.current_period_start).toBe(start);
    const end = made.items.data[0]?.current_period_end ?? 0;
    await advance(stripe, clock, end + 60);
    const draft = (await stripe.invoices.list({ subscription: made.id })).data[0];
    expect(draft).toMatchObject({ status: "draft", billing_reason: "subscription_cycle", amount_due: 900 });
    await advance(stripe, clock, end + 3700);
    const paid = await stripe.invoices.retrieve(draft?.id ?? "", {
      expand: ["payments.data.payment.payment_intent"],
    });
    expect(paid.status).toBe("paid");
    const types = await typesFor(customer.id);
    for (const type of [
      "customer.subscription.created",
      "customer.subscription.updated",
      "invoice.created",
      "invoice.finalized",
      "invoice.paid",
      "charge.succeeded",
      "payment_intent.succeeded",
      "payment_method.attached",
    ])
      expect(types).toContain(type);
  });

  test("charges exactly what the preview of an upgrade said", async () => {
    const { stripe, clock, monthly, yearly, customer, product } = await clocked();
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    const item = made.items.data[0]?.id ?? "";
    const dearer = await stripe.prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: 4900,
      recurring: { interval: "month" },
    });
    let now = start;
    for (const [seconds, price] of [
      [86_401, dearer.id],
      [777_777, monthly.id],
      [3_333, yearly.id],
    ] as const) {
      now += seconds;
      await advance(stripe, clock, now);
      const change = {
        items: [{ id: item, price }],
        proration_behavior: "always_invoice" as const,
        proration_date: now,
      };
      const preview = await stripe.invoices.createPreview({
        customer: customer.id,
        subscription: made.id,
        subscription_details: change,
      });
      const updated = await stripe.subscriptions.update(made.id, { ...change, expand: ["latest_invoice"] });
      const invoice = updated.latest_invoice as { total: number; amount_due: number; amount_paid: number };
      expect([invoice.total, invoice.amount_due]).toEqual([preview.total, preview.amount_due]);
      expect(invoice.amount_paid).toBe(preview.amount_due);
    }
    const ended = await stripe.subscriptions.retrieve(made.id);
    expect(ended.items.data[0]?.current_period_start).toBe(now);
    expect(ended.items.data).toHaveLength(1);
  });

  test("keeps the old plan while a pending update is not paid, and drops it after 23 hours", async () => {
    const { stripe, clock, monthly, yearly, customer } = await clocked();
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
      customer: customer.id,
    });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: failing.id } });
    const change = {
      items: [{ id: made.items.data[0]?.id ?? "", price: yearly.id }],
      proration_behavior: "always_invoice" as const,
      payment_behavior: "pending_if_incomplete" as const,
    };
    const pending = await stripe.subscriptions.update(made.id, change);
    expect(pending.status).toBe("active");
    expect(pending.items.data[0]?.price.id).toBe(monthly.id);
    expect(pending.pending_update?.expires_at).toBe(start + 23 * 3600);
    await advance(stripe, clock, start + day);
    const after = await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] });
    expect(after.pending_update).toBeNull();
    expect(after.latest_invoice).toMatchObject({ status: "void" });
    expect(await typesFor(customer.id)).toContain("customer.subscription.pending_update_expired");
    await expect(
      stripe.subscriptions.update(made.id, { ...change, metadata: { a: "b" } }),
    ).rejects.toMatchObject({ param: "metadata" });
  });

  test("goes past due, is retried eight times and ends", async () => {
    const { stripe, clock, monthly, customer } = await clocked();
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
      customer: customer.id,
    });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: failing.id } });
    const end = made.items.data[0]?.current_period_end ?? 0;
    await advance(stripe, clock, end + 3700);
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("past_due");
    await advance(stripe, clock, end + 15 * day);
    const ended = await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] });
    expect(ended.status).toBe("canceled");
    expect(ended.cancellation_details?.reason).toBe("payment_failed");
    expect(ended.latest_invoice).toMatchObject({
      attempt_count: 8,
      status: "open",
      next_payment_attempt: null,
    });
  });

  test("recovers when a past due invoice is paid with another card", async () => {
    const { stripe, clock, monthly, customer, method } = await clocked();
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
      customer: customer.id,
    });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: failing.id } });
    await advance(stripe, clock, (made.items.data[0]?.current_period_end ?? 0) + 3700);
    const failed = (await stripe.invoices.list({ subscription: made.id, status: "open" })).data[0];
    await expect(stripe.invoices.pay(failed?.id ?? "")).rejects.toMatchObject({
      type: "StripeCardError",
      code: "card_declined",
    });
    await stripe.invoices.pay(failed?.id ?? "", { payment_method: method.id });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("active");
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ delinquent: false });
  });

  test("starts with a trial, warns three days before, and becomes active before it is paid", async () => {
    const { stripe, clock, monthly, customer } = await clocked();
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      trial_period_days: 7,
    });
    expect(made.status).toBe("trialing");
    await advance(stripe, clock, start + 4 * day + 1);
    expect(await typesFor(customer.id)).toContain("customer.subscription.trial_will_end");
    await advance(stripe, clock, start + 7 * day + 60);
    const active = await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] });
    expect([active.status, (active.latest_invoice as { status: string }).status]).toEqual([
      "active",
      "draft",
    ]);
  });

  test("stays incomplete and expires after 23 hours with its invoice voided", async () => {
    const { stripe, clock, monthly, customer } = await clocked("pm_card_authenticationRequired");
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      expand: ["latest_invoice.confirmation_secret"],
    });
    expect(made.status).toBe("incomplete");
    await advance(stripe, clock, start + day);
    const ended = await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] });
    expect(ended.status).toBe("incomplete_expired");
    expect(ended.latest_invoice).toMatchObject({ status: "void" });
  });

  test("ends at the period's end, unless that is taken back", async () => {
    const { stripe, clock, monthly, customer } = await clocked();
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    const end = made.items.data[0]?.current_period_end ?? 0;
    const leaving = await stripe.subscriptions.update(made.id, { cancel_at_period_end: true });
    expect([leaving.cancel_at, leaving.cancel_at_period_end]).toEqual([end, true]);
    const staying = await stripe.subscriptions.update(made.id, { cancel_at: "" });
    expect([staying.cancel_at, staying.cancel_at_period_end]).toEqual([null, false]);
    await stripe.subscriptions.update(made.id, { cancel_at: "max_period_end" });
    await advance(stripe, clock, end + 1);
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("canceled");
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toEqual([]);
    expect((await stripe.subscriptions.list({ customer: customer.id, status: "all" })).data).toHaveLength(1);
  });

  test("is downgraded at the period's end by a schedule", async () => {
    const { stripe, clock, monthly, customer, product } = await clocked();
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

  test("takes a coupon once, for some months, or for ever", async () => {
    const { stripe, clock, monthly, customer } = await clocked();
    const coupon = await stripe.coupons.create({
      percent_off: 50,
      duration: "repeating",
      duration_in_months: 2,
    });
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      discounts: [{ coupon: coupon.id }],
      expand: ["discounts.source.coupon"],
    });
    expect(made.discounts[0]).toMatchObject({ source: { coupon: { id: coupon.id } } });
    let end = made.items.data[0]?.current_period_end ?? 0;
    const totals: number[] = [];
    for (let month = 0; month < 3; month += 1) {
      await advance(stripe, clock, end + 3700);
      const now = await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] });
      totals.push((now.latest_invoice as { total: number }).total);
      end = now.items.data[0]?.current_period_end ?? 0;
    }
    expect(totals).toEqual([450, 900, 900]);
  });

  test("does not mix currencies", async () => {
    const { stripe, monthly, customer } = await clocked();
    await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      currency: "pln",
    });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ currency: "pln" });
    await expect(
      stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }], currency: "eur" }),
    ).rejects.toThrow("cannot combine currencies");
  });

  test("changes its quantity item by item", async () => {
    const { stripe, monthly, customer } = await clocked();
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id, quantity: 2 }],
    });
    const item = await stripe.subscriptionItems.update(made.items.data[0]?.id ?? "", {
      quantity: 5,
      proration_behavior: "always_invoice",
    });
    expect(item.quantity).toBe(5);
    const [invoice] = (await stripe.invoices.list({ subscription: made.id })).data;
    expect(invoice).toMatchObject({ billing_reason: "subscription_update", total: 2700, status: "paid" });
  });

  test("is canceled with its customer, who is then only an id", async () => {
    const { stripe, monthly, customer } = await clocked();
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    await stripe.customers.del(customer.id);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ id: customer.id, deleted: true });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("canceled");
  });
});
