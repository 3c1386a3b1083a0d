import { afterEach, describe, expect, test } from "vitest";
import { openPayers, type Payer } from "../../../sandbox/testing/payers.ts";
import { asMember, makeViewer, refusal, setCard } from "./billing.testing.ts";
import { day, proMonthly, usd } from "./change-plan/change-plan.testing.ts";
import { syncCustomer } from "./mirror/sync-customer.ts";
import { cancelSubscription, getBillingState, resumeSubscription } from "./subscription.ts";

const { local, makePayer, toolsAt } = openPayers({ GATEKEEPER_ENABLED: "true", BILLING_GRACE_HOURS: "24" });

afterEach(() => local.control("POST", "settings/reset"));

describe("a cancellation", () => {
  test("waits for the period's end, is taken back, and can be made again", async () => {
    const { tools, viewer } = await makePayer(usd(proMonthly));
    for (let round = 0; round < 2; round++) {
      const canceled = await cancelSubscription(tools, viewer);
      expect(canceled.subscription?.cancelAt).toEqual(canceled.subscription?.periodEnd);
      expect(canceled.access.tier).toBe("premium");
      expect((await cancelSubscription(tools, viewer)).subscription?.cancelAt).not.toBeNull();
      expect((await resumeSubscription(tools, viewer)).subscription?.cancelAt).toBeNull();
    }
  });

  test("by the portal's own date is taken back as well", async () => {
    const { tools, viewer, row, customerId } = await makePayer(usd(proMonthly));
    const { id, periodEnd } = await row();
    await local.stripe.subscriptions.update(id, { cancel_at: (periodEnd?.getTime() ?? 0) / 1000 });
    await syncCustomer(tools, customerId);
    expect((await row()).cancelAt).toEqual(periodEnd);
    expect((await resumeSubscription(tools, viewer)).subscription?.cancelAt).toBeNull();
    expect((await local.stripe.subscriptions.retrieve(id)).cancel_at).toBeNull();
  });

  test("is for owners and admins, and for those who have a plan", async () => {
    const { tools, viewer } = await makePayer(usd(proMonthly));
    expect(await refusal(cancelSubscription(tools, asMember(viewer)))).toBe("forbidden");
    expect(await refusal(resumeSubscription(tools, asMember(viewer)))).toBe("forbidden");
    expect(await refusal(cancelSubscription(tools, await makeViewer()))).toBe("not_found");
  });
});

describe("a cancellation while a payment is due", () => {
  /** A payer whose renewal has failed, and failed again until Stripe tries no more where that is wanted. */
  async function makeFailing(isUnpaid = false) {
    if (isUnpaid) await local.control("POST", "settings", { dunningEnd: "unpaid" });
    const payer = await makePayer(usd(proMonthly), { card: "pm_card_chargeCustomerFail" });
    const renewal = ((await payer.row()).periodEnd?.getTime() ?? 0) / 1000 + 2 * 3_600;
    await payer.advanceTo(renewal);
    if (isUnpaid) await payer.advanceTo(renewal + 28 * day);
    const tools = toolsAt(isUnpaid ? renewal + 28 * day : renewal);
    await syncCustomer(tools, payer.customerId);
    expect((await payer.row()).status).toBe(isUnpaid ? "unpaid" : "past_due");
    return { ...payer, tools };
  }

  const openInvoices = async (payer: Payer) =>
    (await payer.invoices()).filter(({ status }) => status === "open");

  test("waits for the period's end: its invoice is still tried, and paying it gives what it was for", async () => {
    const payer = await makeFailing();
    const { subscription } = await cancelSubscription(payer.tools, payer.viewer);
    expect(subscription).toMatchObject({ status: "past_due", cancelAt: subscription?.periodEnd });
    const [invoice, ...others] = await openInvoices(payer);
    expect(others).toEqual([]);
    expect(invoice?.next_payment_attempt).not.toBeNull();

    await setCard(local.stripe, payer.customerId, "pm_card_visa");
    await local.stripe.invoices.pay(invoice?.id ?? "");
    await syncCustomer(payer.tools, payer.customerId);
    expect(await payer.row()).toMatchObject({ status: "active", cancelAt: subscription?.periodEnd });
  });

  test("is taken back", async () => {
    const payer = await makeFailing();
    await cancelSubscription(payer.tools, payer.viewer);
    const { subscription } = await resumeSubscription(payer.tools, payer.viewer);
    expect(subscription).toMatchObject({ status: "past_due", cancelAt: null });
  });

  test("of an unpaid plan ends it at once, and nothing is tried or billed any more", async () => {
    const payer = await makeFailing(true);
    const before = await payer.invoices();
    const state = await cancelSubscription(payer.tools, payer.viewer);
    expect(state).toMatchObject({ subscription: null, access: { tier: "starter" } });
    for (const invoice of await openInvoices(payer)) {
      expect(invoice).toMatchObject({ auto_advance: false, next_payment_attempt: null });
    }
    await payer.advanceTo(payer.tools.now().getTime() / 1000 + 40 * day);
    expect((await payer.invoices()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await refusal(cancelSubscription(payer.tools, payer.viewer))).toBe("not_found");
  });

  test("of an unpaid plan in several tabs at once ends it once", async () => {
    const payer = await makeFailing(true);
    const tabs = [1, 2, 3].map(() =>
      cancelSubscription(payer.tools, payer.viewer).then(
        () => "done",
        (error: unknown) => refusal(Promise.reject(error)),
      ),
    );
    const answers = await Promise.all(tabs);
    expect(answers).toContain("done");
    // Whoever comes when it is over finds no plan.
    expect(["done", "not_found"]).toEqual(expect.arrayContaining(answers));
    expect((await getBillingState(payer.tools.db, payer.viewer, payer.tools.now())).subscription).toBeNull();
  });

  test("of a plan that was paid without our having heard of it does not end what is paid for", async () => {
    const payer = await makeFailing(true);
    await setCard(local.stripe, payer.customerId, "pm_card_visa");
    const { latest_invoice: latest } = await local.stripe.subscriptions.retrieve((await payer.row()).id);
    await local.stripe.invoices.pay(String(latest));
    for (const { id } of await openInvoices(payer)) await local.stripe.invoices.pay(id ?? "");
    expect((await payer.row()).status).toBe("unpaid");
    const { subscription } = await cancelSubscription(payer.tools, payer.viewer);
    expect(subscription).toMatchObject({ status: "active", cancelAt: subscription?.periodEnd });
  });
});
