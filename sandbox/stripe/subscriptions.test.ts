import { describe, expect, test } from "vitest";
import { clocked, day, start, suiteHarness, typesFor } from "./testing/clocked.ts";
import { advance } from "./testing/harness.ts";

const harness = suiteHarness();

describe("a subscription", { timeout: 30_000 }, () => {
  test("is paid at once and renews with a draft that is finalised after its hour", async () => {
    const { stripe, clock, monthly, customer } = await clocked(harness());
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
    const types = await typesFor(stripe, customer.id);
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

  test("starts with a trial, warns three days before, and becomes active before it is paid", async () => {
    const { stripe, clock, monthly, customer } = await clocked(harness());
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      trial_period_days: 7,
    });
    expect(made.status).toBe("trialing");
    await advance(stripe, clock, start + 4 * day + 1);
    expect(await typesFor(stripe, customer.id)).toContain("customer.subscription.trial_will_end");
    await advance(stripe, clock, start + 7 * day + 60);
    const active = await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] });
    expect([active.status, (active.latest_invoice as { status: string }).status]).toEqual([
      "active",
      "draft",
    ]);
  });

  test("stays incomplete and expires after 23 hours with its invoice voided", async () => {
    const { stripe, clock, monthly, customer } = await clocked(harness(), "pm_card_authenticationRequired");
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
    const { stripe, clock, monthly, customer } = await clocked(harness());
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

  test("takes a coupon once, for some months, or for ever", async () => {
    const { stripe, clock, monthly, customer } = await clocked(harness());
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
    const { stripe, monthly, customer } = await clocked(harness());
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

  test("is canceled with its customer, who is then only an id", async () => {
    const { stripe, monthly, customer } = await clocked(harness());
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    await stripe.customers.del(customer.id);
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ id: customer.id, deleted: true });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("canceled");
  });
});
