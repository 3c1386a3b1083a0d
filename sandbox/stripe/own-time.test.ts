import { afterAll, beforeAll, expect, test } from "vitest";
import { type Harness, makeCatalogue, makePayer, startHarness } from "./testing/harness.ts";

const day = 24 * 3600;
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 60_000);
afterAll(() => harness.stop());

test("without a test clock the sandbox's own time renews, fails and ends", { timeout: 30_000 }, async () => {
  const { stripe, control } = harness;
  const { monthly } = await makeCatalogue(stripe);
  const { customer } = await makePayer(stripe);
  const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
  await control("POST", "clock", { advance: 33 * day });
  const [renewal] = (await stripe.invoices.list({ subscription: made.id })).data;
  expect(renewal).toMatchObject({ status: "paid", billing_reason: "subscription_cycle" });
  const end = made.items.data[0]?.current_period_end ?? 0;
  // Done as at the time it was due, not at the time it was noticed.
  expect(renewal?.status_transitions.paid_at).toBe(end + 3600);
  const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: failing.id } });
  await control("POST", "settings", { dunningEnd: "unpaid" });
  await control("POST", "clock", { advance: 45 * day });
  const unpaid = await stripe.subscriptions.retrieve(made.id, { expand: ["latest_invoice"] });
  expect([unpaid.status, (unpaid.latest_invoice as { attempt_count: number }).attempt_count]).toEqual([
    "unpaid",
    8,
  ]);
});

test("one customer's time can be moved, and nobody else's moves with it", { timeout: 30_000 }, async () => {
  const { stripe, control } = harness;
  await control("POST", "settings/reset");
  const { monthly } = await makeCatalogue(stripe);
  const subscribe = async (token?: string) => {
    const { customer } = await makePayer(stripe, token);
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    return { id: customer.id, subscription: made.id, end: made.items.data[0]?.current_period_end ?? 0 };
  };
  const [mover, other] = [await subscribe(), await subscribe()];
  const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer: mover.id });
  await control("POST", `customers/${mover.id}/advance`, { until: mover.end + 3600 });
  const [renewal] = (await stripe.invoices.list({ subscription: mover.subscription })).data;
  expect(renewal).toMatchObject({ status: "paid", billing_reason: "subscription_cycle" });
  await stripe.customers.update(mover.id, { invoice_settings: { default_payment_method: failing.id } });
  const { now } = await control("POST", `customers/${mover.id}/advance`, { seconds: 33 * day });
  expect(now).toBe(mover.end + 3600 + 33 * day);
  expect((await stripe.subscriptions.retrieve(mover.subscription)).status).toBe("past_due");
  await control("POST", `customers/${mover.id}/advance`, { seconds: 20 * day });
  expect((await stripe.subscriptions.retrieve(mover.subscription)).status).toBe("canceled");
  // What is bought from now on lives in the customer's time too.
  const later = await stripe.subscriptions.create({
    customer: mover.id,
    items: [{ price: monthly.id }],
    trial_period_days: 7,
  });
  expect(later.trial_end).toBe(mover.end + 3600 + 60 * day);
  expect((await stripe.invoices.list({ subscription: other.subscription })).data).toHaveLength(1);
  const listed = (await stripe.customers.list({ limit: 100 })).data.map((one) => one.id);
  expect(listed).toEqual(expect.arrayContaining([mover.id, other.id]));
  // Everybody's time goes on without it.
  await control("POST", "clock", { advance: 33 * day });
  expect((await stripe.subscriptions.retrieve(later.id)).status).toBe("trialing");
  expect((await stripe.invoices.list({ subscription: other.subscription })).data).toHaveLength(2);
  await expect(control("POST", `customers/${mover.id}/advance`, { until: 1 })).rejects.toThrow("forward");
  await expect(control("POST", "customers/cus_nobody/advance", { seconds: 1 })).rejects.toThrow("No such");
});
