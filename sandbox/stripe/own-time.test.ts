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
