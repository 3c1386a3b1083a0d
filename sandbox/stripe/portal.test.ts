import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cardForm, openPage } from "./testing/browser.ts";
import { type Harness, makeCatalogue, makePayer, startHarness } from "./testing/harness.ts";

let harness: Harness;
let prices: Awaited<ReturnType<typeof makeCatalogue>>;
let configuration: string;

beforeAll(async () => {
  harness = await startHarness();
  const { stripe } = harness;
  prices = await makeCatalogue(stripe);
  const made = await stripe.billingPortal.configurations.create({
    features: {
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: {
        enabled: true,
        mode: "at_period_end",
        cancellation_reason: { enabled: true, options: ["too_expensive", "unused"] },
      },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ["price"],
        proration_behavior: "always_invoice",
        products: [{ product: prices.product.id, prices: [prices.monthly.id, prices.yearly.id] }],
        schedule_at_period_end: { conditions: [{ type: "shortening_interval" }] },
      },
    },
  });
  configuration = made.id;
}, 60_000);
afterAll(async () => {
  const { violations } = await harness.control<{ violations: string[] }>("GET", "counts");
  await harness.stop();
  expect(violations).toEqual([]);
});

async function open(params: Partial<Stripe.BillingPortal.SessionCreateParams> = {}) {
  const { stripe } = harness;
  const { customer, method } = await makePayer(stripe);
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: prices.monthly.id }],
    default_payment_method: method.id,
  });
  const session = await stripe.billingPortal.sessions.create({
    customer: customer.id,
    configuration,
    return_url: "http://app.test/billing",
    ...params,
  });
  return { stripe, customer, method, subscription, url: session.url };
}

describe("the customer portal", { timeout: 30_000 }, () => {
  test("cancels with a time and no flag, as flexible billing does, and takes it back", async () => {
    const { stripe, subscription, url } = await open();
    await (await openPage(url)).submit("cancel", { feedback: "too_expensive" });
    const leaving = await stripe.subscriptions.retrieve(subscription.id);
    expect([leaving.cancel_at, leaving.cancel_at_period_end]).toEqual([
      subscription.items.data[0]?.current_period_end,
      false,
    ]);
    expect(leaving.cancellation_details).toMatchObject({
      feedback: "too_expensive",
      reason: "cancellation_requested",
    });
    await (await openPage(url)).submit("resume", {});
    expect((await stripe.subscriptions.retrieve(subscription.id)).cancel_at).toBeNull();
  });

  test("switches to the year at once, and back to the month at the period's end", async () => {
    const { stripe, subscription, url } = await open();
    await (await openPage(url)).submit("switch", { price: prices.yearly.id });
    const yearly = await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
    expect(yearly.items.data[0]?.price.id).toBe(prices.yearly.id);
    expect(yearly.latest_invoice).toMatchObject({ status: "paid" });
    await (await openPage(url)).submit("switch", { price: prices.monthly.id });
    const waiting = await stripe.subscriptions.retrieve(subscription.id, { expand: ["schedule"] });
    expect(waiting.items.data[0]?.price.id).toBe(prices.yearly.id);
    expect(waiting.schedule).toMatchObject({
      status: "active",
      phases: [{}, { items: [{ price: prices.monthly.id }] }],
    });
  });

  test("adds, prefers and removes cards, the subscription's own too", async () => {
    const { stripe, customer, subscription, method, url } = await open();
    const page = await openPage(url);
    expect((await page.submit("add_card", cardForm("4000000000000002"))).text).toContain("declined");
    expect((await page.submit("add_card", cardForm("5555555555554444"))).status).toBe(303);
    const changed = (await stripe.customers.retrieve(customer.id)) as Stripe.Customer;
    const added = changed.invoice_settings.default_payment_method;
    expect(added).not.toBe(method.id);
    expect((await stripe.subscriptions.retrieve(subscription.id)).default_payment_method).toBe(added);
    await (await openPage(url)).submit("remove_card", { payment_method: method.id });
    expect((await stripe.customers.listPaymentMethods(customer.id)).data.map((one) => one.id)).toEqual([
      added,
    ]);
  });

  test("shows invoices, and only a flow's own section with its way back", async () => {
    const { subscription, customer, url } = await open();
    expect((await openPage(url)).text).toContain("Invoices");
    const flow = await harness.stripe.billingPortal.sessions.create({
      customer: customer.id,
      configuration,
      flow_data: {
        type: "subscription_cancel",
        subscription_cancel: { subscription: subscription.id },
        after_completion: { type: "redirect", redirect: { return_url: "http://app.test/gone" } },
      },
    });
    const page = await openPage(flow.url);
    expect(page.text).not.toContain("Payment methods");
    expect((await page.submit("cancel", {})).location).toBe("http://app.test/gone");
  });

  test("offers nothing of somebody else", async () => {
    const mine = await open();
    const theirs = await open();
    const page = await openPage(mine.url);
    const refused = await fetch(mine.url, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ action: "cancel", subscription: theirs.subscription.id }),
    });
    expect([page.status, refused.status]).toEqual([200, 200]);
    expect(await refused.text()).toContain("There is no such subscription.");
    expect((await mine.stripe.subscriptions.retrieve(theirs.subscription.id)).cancel_at).toBeNull();
  });

  test("lets a failed invoice be paid on its page, with 3-D Secure", async () => {
    const { stripe, customer, subscription } = await open();
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: prices.monthly.id }],
      payment_behavior: "default_incomplete",
      expand: ["latest_invoice"],
    });
    const url = (made.latest_invoice as Stripe.Invoice).hosted_invoice_url ?? "";
    const asked = await (await openPage(url)).submit("pay", cardForm("4000002760003184"));
    expect(asked.text).toContain("3-D Secure");
    expect((await asked.submit("authenticate", { result: "complete" })).status).toBe(303);
    expect((await openPage(url)).text).toContain('data-testid="status">paid');
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("active");
    expect(subscription.status).toBe("active");
    expect((await openPage(`${harness.server.url}/`)).text).toContain(customer.id);
  });
});
