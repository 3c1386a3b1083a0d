import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { cardForm, openPage } from "./testing/browser.ts";
import { suiteHarness, typesFor } from "./testing/clocked.ts";
import { makePayer } from "./testing/harness.ts";

const harness = suiteHarness();
const back = {
  success_url: "http://app.test/back?session={CHECKOUT_SESSION_ID}",
  cancel_url: "http://app.test/no",
};

async function openSetup(params: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const { stripe } = harness();
  const customer = await stripe.customers.create({ email: "keeper@example.test" });
  const session = await stripe.checkout.sessions.create({
    mode: "setup",
    currency: "usd",
    customer: customer.id,
    setup_intent_data: { metadata: { workspace: "w1" } },
    ...back,
    ...params,
  });
  return { stripe, customer, session, page: await openPage(session.url ?? "") };
}

const cardsOf = async (customer: string) =>
  (await harness().stripe.customers.listPaymentMethods(customer)).data.map((one) => one.card?.last4);

describe("a session in setup mode", { timeout: 30_000 }, () => {
  test("keeps a card for the customer, sells nothing and leaves the default as it was", async () => {
    const { stripe, customer, session, page } = await openSetup();
    expect([session.amount_total, session.payment_status]).toEqual([null, "no_payment_required"]);
    expect(page.text).toContain("Save card");
    expect((await page.submit("complete", cardForm())).location).toBe(
      `http://app.test/back?session=${session.id}`,
    );
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ["setup_intent.payment_method"],
    });
    expect(done).toMatchObject({
      status: "complete",
      setup_intent: {
        status: "succeeded",
        usage: "off_session",
        metadata: { workspace: "w1" },
        payment_method: { customer: customer.id, card: { last4: "4242" } },
      },
    });
    const intent = done.setup_intent as Stripe.SetupIntent;
    expect((await stripe.setupIntents.retrieve(intent.id)).customer).toBe(customer.id);
    expect((await stripe.setupIntents.list({ customer: customer.id })).data).toHaveLength(1);
    const kept = (await stripe.customers.retrieve(customer.id)) as Stripe.Customer;
    expect(kept.invoice_settings.default_payment_method).toBeNull();
    const types = await typesFor(stripe, customer.id);
    for (const type of ["setup_intent.created", "setup_intent.succeeded", "payment_method.attached"])
      expect(types).toContain(type);
    expect(types).toContain("checkout.session.completed");
  });

  test("says why a card is refused and leaves the failed attempt behind, and nothing else", async () => {
    const { stripe, customer, session, page } = await openSetup();
    const refused = await page.submit("complete", cardForm("4000000000000002"));
    expect([refused.status, refused.text.includes("declined")]).toEqual([200, true]);
    expect(await cardsOf(customer.id)).toEqual([]);
    const failed = await stripe.setupIntents.retrieve(String(session.setup_intent));
    expect(failed).toMatchObject({
      status: "requires_payment_method",
      last_setup_error: { code: "card_declined", decline_code: "generic_decline" },
    });
    expect(await typesFor(stripe, customer.id)).toContain("setup_intent.setup_failed");
    expect((await refused.submit("complete", cardForm())).status).toBe(303);
  });

  test("asks the bank; a card that was set up this way is charged later without the person", async () => {
    const { stripe, customer, session, page } = await openSetup();
    const asked = await page.submit("complete", cardForm("4000002500003155"));
    expect(asked.text).toContain("3-D Secure");
    const failed = await asked.submit("authenticate", { result: "fail" });
    expect([failed.status, failed.text.includes("unable to authenticate")]).toEqual([200, true]);
    const again = await (await openPage(session.url ?? "")).submit("complete", cardForm("4000002500003155"));
    expect((await again.submit("authenticate", { result: "complete" })).status).toBe(303);
    const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data;
    const price = await stripe.prices.create({
      currency: "usd",
      unit_amount: 500,
      recurring: { interval: "month" },
      product_data: { name: "Later" },
    });
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      default_payment_method: method?.id,
      off_session: true,
    });
    expect(made.status).toBe("active");
    expect(await typesFor(stripe, customer.id)).toContain("setup_intent.requires_action");
  });

  test("takes a currency and no prices", async () => {
    await expect(openSetup({ currency: undefined })).rejects.toMatchObject({ param: "currency" });
    await expect(openSetup({ allow_promotion_codes: true })).rejects.toThrow("setup");
  });
});

describe("a customer's cards", { timeout: 30_000 }, () => {
  test("are listed, preferred and taken away, also from what charged them", async () => {
    const { stripe } = harness();
    const { customer, method } = await makePayer(stripe);
    const second = await stripe.paymentMethods.attach("pm_card_mastercard", { customer: customer.id });
    const ids = [second.id, method.id];
    expect((await stripe.paymentMethods.list({ customer: customer.id })).data.map((one) => one.id)).toEqual(
      ids,
    );
    const page = await stripe.customers.listPaymentMethods(customer.id, { type: "card", limit: 1 });
    expect([page.data[0]?.id, page.has_more]).toEqual([second.id, true]);
    const updated = await stripe.customers.update(customer.id, {
      invoice_settings: { default_payment_method: second.id },
      expand: ["invoice_settings.default_payment_method"],
    });
    expect(updated.invoice_settings.default_payment_method).toMatchObject({ id: second.id });
    const gone = await stripe.paymentMethods.detach(second.id);
    expect([gone.id, gone.customer]).toEqual([second.id, null]);
    const after = (await stripe.customers.retrieve(customer.id)) as Stripe.Customer;
    expect(after.invoice_settings.default_payment_method).toBeNull();
    await expect(stripe.paymentMethods.detach(second.id)).rejects.toThrow("not attached");
    await expect(
      stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: second.id } }),
    ).rejects.toMatchObject({ code: "resource_missing" });
  });

  test("are added by a portal flow that shows nothing but the form and then leads back", async () => {
    const { stripe } = harness();
    const { customer } = await makePayer(stripe);
    const configuration = await stripe.billingPortal.configurations.create({
      features: { payment_method_update: { enabled: true }, invoice_history: { enabled: true } },
    });
    const flow_data = {
      type: "payment_method_update" as const,
      after_completion: { type: "redirect" as const, redirect: { return_url: "http://app.test/added" } },
    };
    const session = await stripe.billingPortal.sessions.create({
      customer: customer.id,
      configuration: configuration.id,
      return_url: "http://app.test/billing",
      flow_data,
    });
    const page = await openPage(session.url);
    expect(page.text).toContain("Card number");
    expect(page.text).not.toMatch(/Invoices|Remove|Make default/);
    const refused = await page.submit("add_card", cardForm("4000000000009995"));
    expect([refused.status, refused.text.includes("insufficient funds")]).toEqual([200, true]);
    const done = await refused.submit("add_card", cardForm("5555555555554444"));
    expect([done.status, done.location]).toEqual([303, "http://app.test/added"]);
    expect(await cardsOf(customer.id)).toEqual(["4444", "4242"]);
    const without = await stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    });
    await expect(
      stripe.billingPortal.sessions.create({
        customer: customer.id,
        configuration: without.id,
        flow_data,
      }),
    ).rejects.toThrow("not enabled");
  });
});
