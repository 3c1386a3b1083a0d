import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, makeCatalogue, makePayer, startHarness } from "./testing/harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 60_000);
afterAll(() => harness.stop());

describe("refunds and disputes", { timeout: 30_000 }, () => {
  test("refunds in parts, lets one fail, and settles disputes both ways", async () => {
    const { stripe } = harness;
    const { monthly } = await makeCatalogue(stripe);
    const { customer } = await makePayer(stripe);
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      expand: ["latest_invoice.payments"],
    });
    const payment = (made.latest_invoice as Stripe.Invoice).payments?.data[0]?.payment
      .payment_intent as string;
    const first = await stripe.refunds.create({ payment_intent: payment, amount: 300 });
    await stripe.refunds.create({ payment_intent: payment });
    const intent = await stripe.paymentIntents.retrieve(payment, { expand: ["latest_charge.refunds"] });
    expect(intent.latest_charge).toMatchObject({ amount_refunded: 900, refunded: true });
    await expect(stripe.refunds.create({ payment_intent: payment })).rejects.toMatchObject({
      code: "charge_already_refunded",
    });
    await harness.control("POST", "refunds/fail", { refund: first.id });
    expect(await stripe.charges.retrieve((intent.latest_charge as Stripe.Charge).id)).toMatchObject({
      amount_refunded: 600,
      refunded: false,
    });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("active");
    const found = await stripe.invoicePayments.list({
      payment: { type: "payment_intent", payment_intent: payment },
    });
    expect(found.data[0]?.invoice).toBe((made.latest_invoice as Stripe.Invoice).id);

    for (const outcome of ["won", "lost"] as const) {
      const payer = await makePayer(stripe, "pm_card_createDispute");
      await stripe.subscriptions.create({ customer: payer.customer.id, items: [{ price: monthly.id }] });
      await harness.control("POST", "clock", { advance: 60 });
      const dispute = (await stripe.disputes.list()).data[0];
      expect(dispute?.status).toBe("needs_response");
      await harness.control("POST", "disputes/settle", { dispute: dispute?.id, outcome });
      expect((await stripe.disputes.retrieve(dispute?.id ?? "")).status).toBe(outcome);
    }
    const types = (await stripe.events.list({ types: ["charge.dispute.*"], limit: 20 })).data.map(
      (event) => event.type,
    );
    expect(types.filter((type) => type === "charge.dispute.funds_withdrawn")).toHaveLength(2);
    expect(types.filter((type) => type === "charge.dispute.funds_reinstated")).toHaveLength(1);
  });

  test("opens disputes and inquiries on any charge and ends them either way", async () => {
    const { stripe, control } = harness;
    const { monthly } = await makeCatalogue(stripe);
    const { customer } = await makePayer(stripe);
    const open = async (input: object) => {
      await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
      const [charge] = (await stripe.charges.list({ customer: customer.id, limit: 1 })).data;
      return control<Stripe.Dispute>("POST", "disputes", { charge: charge?.id, ...input });
    };
    const settle = (dispute: string, outcome: string) =>
      control<Stripe.Dispute>("POST", "disputes/settle", { dispute, outcome });
    const won = await open({ amount: 400 });
    expect([won.amount, won.status]).toEqual([400, "needs_response"]);
    expect((await settle(won.id, "won")).balance_transactions.map((one) => one.amount)).toEqual([-400, 400]);
    const lost = await settle((await open({})).id, "lost");
    expect([lost.status, lost.balance_transactions.map((one) => one.amount)]).toEqual(["lost", [-900]]);
    const asked = await open({ isInquiry: true });
    expect([asked.status, asked.is_charge_refundable]).toEqual(["warning_needs_response", true]);
    expect((await settle(asked.id, "won")).status).toBe("warning_closed");
    await expect(settle(asked.id, "lost")).rejects.toThrow("already closed");
    await expect(control("POST", "disputes", { charge: lost.charge })).rejects.toThrow("cannot be disputed");
  });

  test("opens a special card's dispute some time after it paid", async () => {
    const { stripe, control } = harness;
    const { monthly } = await makeCatalogue(stripe);
    for (const [token, status, reason] of [
      ["pm_card_createDispute", "needs_response", "fraudulent"],
      ["pm_card_createDisputeProductNotReceived", "needs_response", "product_not_received"],
      ["pm_card_createDisputeInquiry", "warning_needs_response", "general"],
    ] as const) {
      const { customer } = await makePayer(stripe, token);
      const made = await stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: monthly.id }],
      });
      expect(made.status).toBe("active");
      const [charge] = (await stripe.charges.list({ customer: customer.id })).data;
      expect(charge).toMatchObject({ paid: true, disputed: false });
      await control("POST", "clock", { advance: 60 });
      expect((await stripe.disputes.list({ charge: charge?.id })).data).toMatchObject([{ status, reason }]);
    }
    const { customer } = await makePayer(stripe, "pm_card_createDispute");
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
    await control("POST", `customers/${customer.id}/advance`, { seconds: 60 });
    const [charge] = (await stripe.charges.list({ customer: customer.id })).data;
    expect(charge?.disputed).toBe(true);
  });
});
