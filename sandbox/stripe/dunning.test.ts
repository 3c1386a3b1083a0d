import { describe, expect, test } from "vitest";
import { clocked, day, makeFailing, suiteHarness } from "./testing/clocked.ts";
import { advance } from "./testing/harness.ts";

const harness = suiteHarness();

describe("a renewal that is not paid", { timeout: 30_000 }, () => {
  test("goes past due, is retried eight times and ends", async () => {
    const { stripe, clock, monthly, customer } = await clocked(harness());
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    await makeFailing(stripe, customer.id);
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
    const { stripe, clock, monthly, customer, method } = await clocked(harness());
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    await makeFailing(stripe, customer.id);
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
});
