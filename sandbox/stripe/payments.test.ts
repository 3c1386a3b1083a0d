import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { suiteHarness } from "./testing/clocked.ts";
import { makeCatalogue, makePayer } from "./testing/harness.ts";

const harness = suiteHarness();

async function paidThrice() {
  const { stripe } = harness();
  const { monthly } = await makeCatalogue(stripe);
  const { customer } = await makePayer(stripe);
  for (let count = 0; count < 3; count += 1)
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
  const charges = (await stripe.charges.list({ customer: customer.id })).data;
  return { stripe, customer, charges };
}

describe("what was paid", { timeout: 30_000 }, () => {
  test("is listed for one customer, page by page, each with its invoice", async () => {
    const { stripe, customer, charges } = await paidThrice();
    await paidThrice();
    expect(charges).toHaveLength(3);
    const first = await stripe.charges.list({ customer: customer.id, limit: 2 });
    const last = await stripe.charges.list({
      customer: customer.id,
      limit: 2,
      starting_after: first.data[1]?.id,
    });
    expect([first.has_more, last.has_more]).toEqual([true, false]);
    expect([...first.data, ...last.data].map((one) => one.id)).toEqual(charges.map((one) => one.id));
    for (const charge of charges) {
      expect(charge).toMatchObject({ amount: 900, amount_refunded: 0, refunded: false, disputed: false });
      const { data } = await stripe.invoicePayments.list({
        payment: { type: "payment_intent", payment_intent: String(charge.payment_intent) },
      });
      expect(data).toHaveLength(1);
      const invoice = await stripe.invoices.retrieve(String(data[0]?.invoice));
      expect([invoice.customer, invoice.status]).toEqual([customer.id, "paid"]);
      expect(invoice.parent?.subscription_details?.subscription).toMatch(/^sub_/);
    }
  });

  test("shows its refunds, and only its own", async () => {
    const { stripe, charges } = await paidThrice();
    const [charge, other] = charges;
    const part = await stripe.refunds.create({ charge: charge?.id, amount: 200 });
    expect(await stripe.charges.retrieve(charge?.id ?? "")).toMatchObject({
      amount_refunded: 200,
      refunded: false,
    });
    const rest = await stripe.refunds.create({ payment_intent: String(charge?.payment_intent) });
    expect(rest.amount).toBe(700);
    expect(await stripe.charges.retrieve(charge?.id ?? "")).toMatchObject({
      amount_refunded: 900,
      refunded: true,
    });
    const ids = (list: { data: { id: string }[] }) => list.data.map((one) => one.id);
    expect(ids(await stripe.refunds.list({ charge: charge?.id }))).toEqual([rest.id, part.id]);
    expect(ids(await stripe.refunds.list({ payment_intent: String(charge?.payment_intent) }))).toEqual([
      rest.id,
      part.id,
    ]);
    expect(ids(await stripe.refunds.list({ charge: other?.id }))).toEqual([]);
    await expect(stripe.refunds.create({ charge: other?.id, amount: 901 })).rejects.toMatchObject({
      param: "amount",
    });
  });

  test("shows its disputes, and cannot be refunded while it has one", async () => {
    const { stripe, charges } = await paidThrice();
    const [charge, other] = charges;
    const opened = await harness().control<Stripe.Dispute>("POST", "disputes", {
      charge: charge?.id,
      reason: "product_not_received",
    });
    const intent = String(charge?.payment_intent);
    expect((await stripe.disputes.list({ charge: charge?.id })).data).toMatchObject([
      { id: opened.id, status: "needs_response", reason: "product_not_received", payment_intent: intent },
    ]);
    expect((await stripe.disputes.list({ payment_intent: intent })).data).toHaveLength(1);
    expect((await stripe.disputes.list({ charge: other?.id })).data).toEqual([]);
    expect((await stripe.charges.retrieve(charge?.id ?? "")).disputed).toBe(true);
    await expect(stripe.refunds.create({ charge: charge?.id })).rejects.toMatchObject({
      code: "charge_disputed",
    });
  });
});
