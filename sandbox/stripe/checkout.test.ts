import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, cardForm, openPage } from "./testing/browser.ts";
import { typesFor } from "./testing/clocked.ts";
import { type Harness, makeCatalogue, startHarness } from "./testing/harness.ts";

const success = "http://app.test/success?session={CHECKOUT_SESSION_ID}";
let harness: Harness;
let prices: Awaited<ReturnType<typeof makeCatalogue>>;

beforeAll(async () => {
  harness = await startHarness();
  prices = await makeCatalogue(harness.stripe);
}, 60_000);
afterAll(async () => {
  const { violations } = await harness.control<{ violations: string[] }>("GET", "counts");
  await harness.stop();
  expect(violations).toEqual([]);
});

async function open(params: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const { stripe } = harness;
  const customer = await stripe.customers.create({ email: "buyer@example.test" });
  const session = await stripe.checkout.sessions.create({
    mode: "subscription",
    customer: customer.id,
    line_items: [{ price: prices.monthly.id, quantity: 1 }],
    success_url: success,
    cancel_url: "http://app.test/cancel",
    subscription_data: { metadata: { workspace: "w1" } },
    expand: ["line_items"],
    ...params,
  });
  return { stripe, customer, session, browser: await openPage(session.url ?? "") };
}

async function pay(browser: Browser, number?: string): Promise<Browser> {
  return browser.submit("complete", cardForm(number));
}

describe("the checkout page", { timeout: 30_000 }, () => {
  test("takes a card, makes the subscription and goes back with the session's id", async () => {
    const { stripe, session, browser } = await open();
    expect(browser.text).toContain("$9.00");
    const done = await pay(browser);
    expect(done.location).toBe(`http://app.test/success?session=${session.id}`);
    const paid = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ["subscription", "invoice.payments"],
    });
    expect(paid).toMatchObject({ status: "complete", payment_status: "paid", url: null });
    expect(paid.subscription).toMatchObject({
      status: "active",
      metadata: { workspace: "w1" },
      billing_mode: { type: "flexible" },
    });
    const types = (await stripe.events.list({ limit: 30 })).data.map((event) => event.type);
    expect(types).toEqual(
      expect.arrayContaining([
        "checkout.session.completed",
        "invoice.paid",
        "payment_method.attached",
        "customer.subscription.created",
      ]),
    );
    // Sent twice, it ends where the first did and buys nothing more.
    const again = await pay(browser);
    expect(again.location).toBe(done.location);
    expect((await stripe.subscriptions.list({ customer: String(paid.customer) })).data).toHaveLength(1);
  });

  test("says why a card is refused and leaves only the refused charges behind", async () => {
    const { stripe, customer, session, browser } = await open();
    for (const [number, message] of [
      ["4000000000000002", "declined"],
      ["4000000000009995", "insufficient funds"],
      ["4000000000000069", "expired"],
      ["4242424242424241", "incorrect"],
      ["4000000000000341", "declined"],
    ] as const) {
      const refused = await pay(await openPage(session.url ?? ""), number);
      expect([refused.status, refused.text.includes(message)]).toEqual([200, true]);
    }
    expect((await stripe.subscriptions.list({ customer: customer.id, status: "all" })).data).toEqual([]);
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
    const refused = (await stripe.charges.list({ customer: customer.id })).data;
    // The number that is none never reached a bank.
    expect(refused.map((charge) => [charge.status, charge.failure_code])).toEqual(
      ["card_declined", "expired_card", "card_declined", "card_declined"].map((code) => ["failed", code]),
    );
    expect(new Set(refused.map((charge) => charge.payment_intent)).size).toBe(1);
    const types = await typesFor(stripe, customer.id);
    expect(types.filter((type) => type === "charge.failed")).toHaveLength(4);
    expect(types.filter((type) => type === "payment_intent.payment_failed")).toHaveLength(4);
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
    expect((await pay(await openPage(session.url ?? ""))).status).toBe(303);
    expect(browser.status).toBe(200);
  });

  test("asks the bank: completed it pays, failed it does not", async () => {
    const { stripe, session, browser } = await open();
    const failed = await (await pay(browser, "4000002760003184")).submit("authenticate", { result: "fail" });
    expect([failed.status, failed.text.includes("unable to authenticate")]).toEqual([200, true]);
    const asked = await pay(await openPage(session.url ?? ""), "4000002760003184");
    expect(asked.text).toContain("3-D Secure");
    expect((await asked.submit("authenticate", { result: "complete" })).status).toBe(303);
    expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
  });

  test("takes a promotion code until it is used up", async () => {
    const { stripe } = harness;
    const coupon = await stripe.coupons.create({ percent_off: 25, duration: "once" });
    const code = `SAVE-${coupon.id}`;
    await stripe.promotionCodes.create({
      promotion: { type: "coupon", coupon: coupon.id },
      code,
      max_redemptions: 1,
    });
    const { session, browser } = await open({ allow_promotion_codes: true });
    const wrong = await browser.submit("promotion", { promotion_code: "NOPE" });
    expect(wrong.text).toContain("This code is invalid.");
    await browser.submit("promotion", { promotion_code: code.toLowerCase() });
    const cheaper = await openPage(session.url ?? "");
    expect(cheaper.text).toContain("$6.75");
    await pay(cheaper);
    const paid = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ["total_details", "discounts"],
    });
    expect([paid.amount_total, paid.total_details?.amount_discount]).toEqual([675, 225]);
    expect((await stripe.promotionCodes.list({ code, active: true })).data).toEqual([]);
    const second = await open({ allow_promotion_codes: true });
    expect((await second.browser.submit("promotion", { promotion_code: code })).text).toContain("invalid");
  });

  test("needs no card when a coupon pays all", async () => {
    const coupon = await harness.stripe.coupons.create({ percent_off: 100, duration: "forever" });
    const { stripe, session, browser } = await open({
      discounts: [{ coupon: coupon.id }],
      payment_method_collection: "if_required",
    });
    expect(browser.text).toContain("No payment is needed");
    expect((await browser.submit("complete", {})).status).toBe(303);
    expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("no_payment_required");
  });

  test("sells something once, with an invoice", async () => {
    const { stripe } = harness;
    const once = await stripe.prices.create({
      product: prices.product.id,
      currency: "usd",
      unit_amount: 499,
    });
    const { session, browser } = await open({
      mode: "payment",
      line_items: [{ price: once.id, quantity: 1 }],
      invoice_creation: { enabled: true },
      subscription_data: undefined,
    });
    await pay(browser);
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ["invoice"] });
    expect(paid.invoice).toMatchObject({ status: "paid", total: 499 });
    const page = await openPage((paid.invoice as Stripe.Invoice).hosted_invoice_url ?? "");
    expect(page.text).toContain("paid");
    const pdf = await fetch((paid.invoice as Stripe.Invoice).invoice_pdf ?? "");
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  test("sells in the customer's currency and locks it", async () => {
    const { stripe, session, customer, browser } = await open({ currency: "pln" });
    expect(session.currency).toBe("pln");
    expect(browser.text).toMatch(/PLN\s36\.00/);
    await pay(browser);
    const other = {
      mode: "subscription" as const,
      customer: customer.id,
      line_items: [{ price: prices.monthly.id, quantity: 1 }],
      success_url: success,
    };
    await expect(stripe.checkout.sessions.create({ ...other, currency: "eur" })).rejects.toThrow(
      "does not match the customer currency (pln)",
    );
    expect((await stripe.checkout.sessions.create(other)).currency).toBe("pln");
  });
});

describe("a checkout session", { timeout: 30_000 }, () => {
  test("keeps Stripe's rules", async () => {
    const { stripe, session } = await open();
    const base = {
      mode: "subscription" as const,
      line_items: [{ price: prices.monthly.id, quantity: 1 }],
      success_url: success,
    };
    const coupon = await stripe.coupons.create({ percent_off: 10, duration: "once" });
    const bad: [Partial<Stripe.Checkout.SessionCreateParams>, string][] = [
      [
        { allow_promotion_codes: false, discounts: [{ coupon: coupon.id }] },
        "only specify one of these parameters",
      ],
      [{ discounts: [{ coupon: coupon.id }, { coupon: coupon.id }] }, "up to 1 discount"],
      [{ subscription_data: { trial_end: Math.floor(Date.now() / 1000) + 3600 } }, "at least 2 days"],
      [{ expires_at: Math.floor(Date.now() / 1000) + 60 }, "30 minutes"],
      [{ payment_method_types: ["card"] } as object, "unknown parameter: payment_method_types"],
      [{ line_items: [{ price: "price_none", quantity: 1 }] }, "No such price"],
    ];
    for (const [params, message] of bad) {
      await expect(stripe.checkout.sessions.create({ ...base, ...params })).rejects.toThrow(message);
    }
    const expired = await stripe.checkout.sessions.expire(session.id);
    expect([expired.status, expired.url]).toEqual(["expired", null]);
    await expect(stripe.checkout.sessions.expire(session.id)).rejects.toThrow("can be expired");
    expect((await openPage(session.url ?? "")).status).toBe(410);
  });
});
