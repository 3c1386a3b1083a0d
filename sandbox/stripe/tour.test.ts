import type Stripe from "stripe";
import { expect, test } from "vitest";
import { eventSchema, eventTypes } from "./events.ts";
import { endpoints } from "./resources/endpoints.ts";
import { cardForm, openPage } from "./testing/browser.ts";
import { advance, makeCatalogue, makePayer, startHarness } from "./testing/harness.ts";

const start = 1_800_000_000;
const day = 24 * 3600;

/** Each endpoint once, so that each answer has been held against the SDK's declaration of it. */
test("every endpoint answers in Stripe's shape", { timeout: 60_000 }, async () => {
  const harness = await startHarness();
  const { stripe, control } = harness;
  try {
    const catalogue = await makeCatalogue(stripe);
    await catalogueAndCoupons(stripe, catalogue);
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start });
    await stripe.testHelpers.testClocks.list();
    const payer = await makePayer(stripe, "pm_card_visa", { test_clock: clock.id });
    await customersAndCards(stripe, payer);
    await subscriptionsAndInvoices(stripe, catalogue, payer, clock.id);
    await payments(stripe, control);
    await checkoutAndPortal(stripe, catalogue);
    await eventsOfLife(stripe, catalogue, clock.id);
    const endpoint = await stripe.webhookEndpoints.create({
      url: "http://127.0.0.1:9/none",
      enabled_events: ["coupon.deleted"],
    });
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
    await stripe.webhookEndpoints.list();
    await stripe.webhookEndpoints.retrieve(endpoint.id);
    await stripe.webhookEndpoints.del(endpoint.id);
    const [event] = (await stripe.events.list({ limit: 1, delivery_success: true })).data;
    await stripe.events.retrieve(event?.id ?? "");
    await stripe.customers.del(payer.customer.id);
    await stripe.testHelpers.testClocks.del(clock.id);
    const counts = await control<{
      endpoints: object;
      violations: string[];
      covered: string[];
      unknownUrls: object;
    }>("GET", "counts");
    expect(counts.violations).toEqual([]);
    expect(counts.unknownUrls).toEqual({});
    const called = new Set(Object.keys(counts.endpoints));
    expect(
      endpoints.map(({ method, path }) => `${method} ${path}`).filter((name) => !called.has(name)),
    ).toEqual([]);
    const covered = new Set(counts.covered);
    expect(eventTypes.filter((type) => !covered.has(eventSchema(type)))).toEqual([]);
  } finally {
    await harness.stop();
  }
});

type Catalogue = Awaited<ReturnType<typeof makeCatalogue>>;
type Payer = Awaited<ReturnType<typeof makePayer>>;

async function catalogueAndCoupons(stripe: Stripe, { product, monthly }: Catalogue): Promise<void> {
  await stripe.products.list({ active: true });
  await stripe.products.retrieve(product.id);
  await stripe.products.update(product.id, { metadata: { tier: "pro" }, description: "Pro" });
  const options = await stripe.prices.retrieve(monthly.id, { expand: ["currency_options", "product"] });
  expect(options.currency_options?.pln?.unit_amount).toBe(3600);
  expect(
    (await stripe.prices.list({ lookup_keys: [monthly.lookup_key ?? ""] })).data.map((one) => one.id),
  ).toEqual([monthly.id]);
  await stripe.prices.update(monthly.id, { nickname: "Monthly" });
  const coupon = await stripe.coupons.create({
    amount_off: 200,
    currency: "usd",
    duration: "once",
    currency_options: { pln: { amount_off: 800 } },
  });
  await stripe.coupons.update(coupon.id, { name: "Two off" });
  await stripe.coupons.retrieve(coupon.id, { expand: ["currency_options", "applies_to"] });
  await stripe.coupons.list();
  const code = await stripe.promotionCodes.create({
    promotion: { type: "coupon", coupon: coupon.id },
    restrictions: { first_time_transaction: true },
  });
  await stripe.promotionCodes.retrieve(code.id, { expand: ["promotion.coupon"] });
  await stripe.promotionCodes.update(code.id, { active: false });
  expect((await stripe.promotionCodes.list({ active: false })).data).toHaveLength(1);
  await stripe.coupons.del(coupon.id);
}

async function customersAndCards(stripe: Stripe, { customer, method }: Payer): Promise<void> {
  await stripe.customers.list({ email: "payer@example.test" });
  await stripe.customers.retrieve(customer.id, {
    expand: ["subscriptions", "invoice_settings.default_payment_method"],
  });
  const typed = await stripe.paymentMethods.create({
    type: "card",
    card: { number: "4242424242424242", exp_month: 1, exp_year: 2040 },
  });
  await stripe.paymentMethods.attach(typed.id, { customer: customer.id });
  await stripe.paymentMethods.update(typed.id, { metadata: { a: "b" } });
  await stripe.paymentMethods.retrieve(method.id, { expand: ["customer"] });
  expect((await stripe.paymentMethods.list({ customer: customer.id, type: "card" })).data).toHaveLength(2);
  await stripe.customers.listPaymentMethods(customer.id);
  expect((await stripe.paymentMethods.detach(typed.id)).customer).toBeNull();
}

async function subscriptionsAndInvoices(
  stripe: Stripe,
  { product, monthly, yearly }: Catalogue,
  { customer, method }: Payer,
  clock: string,
): Promise<void> {
  const coupon = await stripe.coupons.create({ percent_off: 10, duration: "forever" });
  const made = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: monthly.id }],
    discounts: [{ coupon: coupon.id }],
  });
  const extra = await stripe.prices.create({
    product: product.id,
    currency: "usd",
    unit_amount: 299,
    recurring: { interval: "month" },
  });
  const item = await stripe.subscriptionItems.create({ subscription: made.id, price: extra.id, quantity: 2 });
  await stripe.subscriptionItems.retrieve(item.id);
  await stripe.subscriptionItems.update(item.id, { quantity: 3 });
  expect((await stripe.subscriptionItems.list({ subscription: made.id })).data).toHaveLength(2);
  await stripe.subscriptions.deleteDiscount(made.id);
  const next = await stripe.invoices.createPreview({ customer: customer.id, subscription: made.id });
  expect(next.billing_reason).toBe("upcoming");
  await stripe.invoices.createPreview({
    customer: customer.id,
    subscription_details: { items: [{ price: yearly.id }] },
  });
  await advance(stripe, clock, (made.items.data[0]?.current_period_end ?? 0) + 60);
  const [draft] = (await stripe.invoices.list({ subscription: made.id, status: "draft" })).data;
  // The prorations that waited are on the renewal, and the preview had known them.
  expect(draft?.total).toBe(next.total);
  const open = await stripe.invoices.finalizeInvoice(draft?.id ?? "");
  await stripe.invoices.listLineItems(open.id);
  await stripe.invoices.markUncollectible(open.id);
  await stripe.invoices.pay(open.id, { payment_method: method.id });
  expect((await stripe.invoices.retrieve(open.id, { expand: ["payments"] })).status).toBe("paid");
  expect((await stripe.subscriptions.list({ customer: customer.id, price: monthly.id })).data).toHaveLength(
    1,
  );
  const [payment] = (await stripe.invoicePayments.list({ invoice: open.id })).data;
  await stripe.invoicePayments.retrieve(payment?.id ?? "", { expand: ["payment.payment_intent"] });
  const waiting = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: monthly.id }],
    payment_behavior: "default_incomplete",
  });
  await stripe.invoices.voidInvoice(String(waiting.latest_invoice));
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: made.id });
  await stripe.subscriptionSchedules.list({ customer: customer.id });
  await stripe.subscriptionSchedules.retrieve(schedule.id, { expand: ["subscription"] });
  await stripe.subscriptionSchedules.update(schedule.id, { metadata: { a: "b" } });
  await stripe.subscriptionSchedules.release(schedule.id);
  const second = await stripe.subscriptionSchedules.create({ from_subscription: made.id });
  await stripe.subscriptionSchedules.cancel(second.id);
  const last = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: yearly.id }] });
  const ended = await stripe.subscriptions.cancel(last.id, {
    invoice_now: true,
    prorate: true,
    cancellation_details: { comment: "bye", feedback: "unused" },
  });
  expect([ended.status, ended.cancellation_details?.feedback]).toEqual(["canceled", "unused"]);
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -9000 });
}

type Control = (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;

async function payments(stripe: Stripe, control: Control): Promise<void> {
  const { monthly } = await makeCatalogue(stripe);
  const { customer } = await makePayer(stripe, "pm_card_createDispute");
  await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
  await control("POST", "clock", { advance: 60 });
  await stripe.paymentIntents.list({ customer: customer.id });
  await stripe.charges.list({ customer: customer.id });
  const [dispute] = (await stripe.disputes.list({ limit: 1 })).data;
  await stripe.disputes.update(dispute?.id ?? "", { evidence: { uncategorized_text: "It was delivered." } });
  await stripe.disputes.retrieve(dispute?.id ?? "", { expand: ["charge", "payment_intent"] });
  await control("POST", "disputes/settle", { dispute: dispute?.id, outcome: "won" });
  const inquiry = await makePayer(stripe, "pm_card_createDisputeInquiry");
  await stripe.subscriptions.create({ customer: inquiry.customer.id, items: [{ price: monthly.id }] });
  await control("POST", "clock", { advance: 60 });
  const [asked] = (await stripe.disputes.list({ limit: 1 })).data;
  expect((await stripe.disputes.close(asked?.id ?? "")).status).toBe("warning_closed");
  const payer = await makePayer(stripe);
  await stripe.subscriptions.create({ customer: payer.customer.id, items: [{ price: monthly.id }] });
  const [charge] = (await stripe.charges.list({ customer: payer.customer.id })).data;
  const refund = await stripe.refunds.create({ charge: charge?.id, reason: "requested_by_customer" });
  await stripe.refunds.list({ charge: charge?.id });
  await control("POST", "refunds/fail", { refund: refund.id });
  expect((await stripe.refunds.retrieve(refund.id, { expand: ["charge"] })).status).toBe("failed");
  await stripe.charges.retrieve(charge?.id ?? "");
  await stripe.paymentIntents.retrieve(String(charge?.payment_intent));
}

async function checkoutAndPortal(stripe: Stripe, { monthly }: Catalogue): Promise<void> {
  const { customer } = await makePayer(stripe);
  const params = {
    mode: "subscription" as const,
    customer: customer.id,
    line_items: [{ price: monthly.id, quantity: 1 }],
    success_url: "http://app.test/",
  };
  const session = await stripe.checkout.sessions.create(params);
  await (await openPage(session.url ?? "")).submit("complete", cardForm());
  await stripe.checkout.sessions.list({ customer: customer.id, status: "complete" });
  await stripe.checkout.sessions.listLineItems(session.id);
  await stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription", "customer"] });
  await stripe.checkout.sessions.expire((await stripe.checkout.sessions.create(params)).id);
  await setUpCard(stripe, customer.id);
  const configuration = await stripe.billingPortal.configurations.create({
    features: { invoice_history: { enabled: true } },
  });
  await stripe.billingPortal.configurations.update(configuration.id, {
    features: { payment_method_update: { enabled: true } },
  });
  await stripe.billingPortal.configurations.retrieve(configuration.id);
  await stripe.billingPortal.configurations.list({ is_default: true });
  await stripe.billingPortal.sessions.create({ customer: customer.id, expand: ["configuration"] });
}

async function setUpCard(stripe: Stripe, customer: string): Promise<void> {
  const session = await stripe.checkout.sessions.create({
    mode: "setup",
    currency: "usd",
    customer,
    success_url: "http://app.test/",
  });
  const refused = await (await openPage(session.url ?? "")).submit("complete", cardForm("4000000000000002"));
  const asked = await refused.submit("complete", cardForm("4000002760003184"));
  await asked.submit("authenticate", { result: "complete" });
  await stripe.setupIntents.list({ customer });
  await stripe.setupIntents.retrieve(String(session.setup_intent), { expand: ["payment_method"] });
}

/** Failing and paused subscriptions, for the events that only they send. */
async function eventsOfLife(stripe: Stripe, { monthly, yearly }: Catalogue, clock: string): Promise<void> {
  const now = (await stripe.testHelpers.testClocks.retrieve(clock)).frozen_time;
  const { customer, method } = await makePayer(stripe, "pm_card_visa", { test_clock: clock });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: "" } });
  const trial = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: monthly.id }],
    trial_period_days: 4,
    trial_settings: { end_behavior: { missing_payment_method: "pause" } },
  });
  await advance(stripe, clock, now + 5 * day);
  expect((await stripe.subscriptions.retrieve(trial.id)).status).toBe("paused");
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
  const resumed = await stripe.subscriptions.resume(trial.id, {
    payment_behavior: "resume_on_payment_success",
  });
  expect(resumed.status).toBe("active");
  expect((await stripe.subscriptions.pause(trial.id)).status).toBe("paused");
  await stripe.subscriptions.resume(trial.id, { billing_cycle_anchor: { type: "unchanged" } });
  const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer: customer.id });
  await stripe.subscriptions.update(trial.id, { default_payment_method: failing.id });
  const change = {
    items: [{ id: trial.items.data[0]?.id ?? "", price: yearly.id }],
    proration_behavior: "always_invoice" as const,
    payment_behavior: "pending_if_incomplete" as const,
  };
  const pending = await stripe.subscriptions.update(trial.id, change);
  await stripe.invoices.pay(String(pending.latest_invoice), { payment_method: method.id });
  expect((await stripe.subscriptions.retrieve(trial.id)).items.data[0]?.price.id).toBe(yearly.id);
  const other = await stripe.subscriptions
    .update(trial.id, {
      ...change,
      items: [{ id: trial.items.data[0]?.id ?? "", price: monthly.id }],
      payment_behavior: "error_if_incomplete",
    })
    .catch((error: Error) => error);
  expect(other).toBeDefined();
  await stripe.subscriptions.update(trial.id, { ...change, items: [{ ...change.items[0], quantity: 2 }] });
  await advance(stripe, clock, now + 7 * day);
  const short = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: short.id });
  await stripe.subscriptionSchedules.update(schedule.id, { end_behavior: "cancel" });
  await advance(stripe, clock, (short.items.data[0]?.current_period_end ?? 0) + 60);
  expect((await stripe.subscriptions.retrieve(short.id)).status).toBe("canceled");
  expect((await stripe.subscriptionSchedules.retrieve(schedule.id)).status).toBe("completed");
  const bank = await stripe.paymentMethods.attach("pm_card_authenticationRequired", {
    customer: customer.id,
  });
  await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: monthly.id }],
    default_payment_method: bank.id,
  });
}
