import { describe, expect, test } from "vitest";
import { clocked, day, makeFailing, start, suiteHarness, typesFor } from "./testing/clocked.ts";
import { advance } from "./testing/harness.ts";

const harness = suiteHarness();

describe("a change of what is sold", { timeout: 30_000 }, () => {
  test("charges exactly what the preview of an upgrade said", async () => {
    const { stripe, clock, monthly, yearly, customer, product } = await clocked(harness());
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
    const { stripe, clock, monthly, yearly, customer } = await clocked(harness());
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    await makeFailing(stripe, customer.id);
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
    expect(await typesFor(stripe, customer.id)).toContain("customer.subscription.pending_update_expired");
    await expect(
      stripe.subscriptions.update(made.id, { ...change, metadata: { a: "b" } }),
    ).rejects.toMatchObject({ param: "metadata" });
  });

  test("changes its quantity item by item", async () => {
    const { stripe, monthly, customer } = await clocked(harness());
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
});
