import { describe, expect, test } from "vitest";
import { openPayers } from "../../../../sandbox/testing/payers.ts";
import { refusal, setCard } from "../billing.testing.ts";
import { syncCustomer } from "../mirror/sync-customer.ts";
import { clockStart, day, enterprise, proMonthly, proYearly, usd } from "./change-plan.testing.ts";
import { changePlan } from "./change-plan.ts";
import { dropPendingChange, payPendingChange } from "./change-plan-pending.ts";
import { previewChange } from "./preview-change.ts";

const { local, makePayer, toolsAt } = openPayers();

describe("a change whose payment", () => {
  test("fails leaves the old plan, bars a second change, and can be given up", async () => {
    const payer = await makePayer(usd(proMonthly), { card: "pm_card_chargeCustomerFail" });
    await payer.advanceTo(clockStart + 2 * day);
    const { outcome, payUrl, state } = await payer.changeNow(enterprise);
    expect(outcome).toBe("requires_payment");
    expect(payUrl).toContain(local.server.url);
    expect(state).toMatchObject({
      access: { tier: "premium" },
      subscription: { status: "active", tier: "premium" },
    });
    expect((await payer.row()).details.pendingChange).toMatchObject({
      tier: "enterprise",
      interval: "month",
    });
    expect(await payPendingChange(payer.tools, payer.viewer)).toEqual({ url: payUrl });
    expect(await refusal(previewChange(payer.tools, payer.viewer, proYearly))).toBe(
      "conflict: change_pending",
    );

    await dropPendingChange(payer.tools, payer.viewer);
    expect((await payer.row()).details.pendingChange).toBeNull();
    expect(await refusal(payPendingChange(payer.tools, payer.viewer))).toBe("not_found");
    await setCard(local.stripe, payer.customerId, "pm_card_visa");
    expect(await payer.changeNow(enterprise)).toMatchObject({ outcome: "changed" });
  });

  test("is made good later is done then, for the sum that was quoted", async () => {
    const payer = await makePayer(usd(proMonthly), { card: "pm_card_chargeCustomerFail" });
    const before = await payer.paid();
    const { quote } = await payer.changeNow(proYearly);
    await setCard(local.stripe, payer.customerId, "pm_card_visa");
    await local.stripe.invoices.pay((await payer.row()).details.pendingChange?.invoiceId ?? "");
    await syncCustomer(payer.tools, payer.customerId);
    expect(await payer.row()).toMatchObject({ interval: "year", details: { pendingChange: null } });
    expect((await payer.paid()) - before).toBe(quote.amountDueMinor);
  });
});

describe("what was planned for the period's end, beside an upgrade that is not paid,", () => {
  const enterpriseYearly = { plan: "enterprise", interval: "year" } as const;

  /** On Enterprise, with Pro to come, and a year of Enterprise that waits for its payment. */
  async function waitForUpgrade() {
    const payer = await makePayer(usd(enterprise));
    await changePlan(payer.tools, payer.viewer, { target: proMonthly });
    const { scheduledChange } = (await payer.row()).details;
    await setCard(local.stripe, payer.customerId, "pm_card_chargeCustomerFail");
    expect(await payer.changeNow(enterpriseYearly)).toMatchObject({ outcome: "requires_payment" });
    await syncCustomer(payer.tools, payer.customerId);
    expect((await payer.row()).details).toMatchObject({ scheduledChange: null });
    const kept = async () => (await local.stripe.subscriptions.retrieve((await payer.row()).id)).metadata;
    return { payer, scheduledChange, kept };
  }

  test("is planned again when the upgrade is given up, and comes true", async () => {
    const { payer, scheduledChange, kept } = await waitForUpgrade();
    await dropPendingChange(payer.tools, payer.viewer);
    expect((await payer.row()).details).toMatchObject({ pendingChange: null, scheduledChange });
    expect(await kept()).toEqual({});
    await setCard(local.stripe, payer.customerId, "pm_card_visa");
    const end = Date.parse(scheduledChange?.at ?? "") / 1000 + 2 * 3_600;
    await payer.advanceTo(end);
    await syncCustomer(toolsAt(end), payer.customerId);
    expect(await payer.row()).toMatchObject({ tier: "premium", interval: "month" });
  });

  test("is planned again when the time of the upgrade runs out", async () => {
    const { payer, scheduledChange } = await waitForUpgrade();
    await payer.advanceTo(clockStart + day);
    await syncCustomer(toolsAt(clockStart + day), payer.customerId);
    expect((await payer.row()).details).toMatchObject({ pendingChange: null, scheduledChange });
  });

  test("is forgotten when the upgrade is paid after all", async () => {
    const { payer, kept } = await waitForUpgrade();
    await setCard(local.stripe, payer.customerId, "pm_card_visa");
    await local.stripe.invoices.pay((await payer.row()).details.pendingChange?.invoiceId ?? "");
    await syncCustomer(payer.tools, payer.customerId);
    const { interval, details } = await payer.row();
    expect({ interval, ...details }).toMatchObject({ interval: "year", scheduledChange: null });
    expect(await kept()).toEqual({});
  });

  test("is planned again once, whoever dies before it is done", async () => {
    const { payer, scheduledChange, kept } = await waitForUpgrade();
    const match = "POST /v1/subscription_schedules/.*";
    await local.control("POST", "faults", { kind: "reset_after_commit", count: 4, match });
    expect(await refusal(dropPendingChange(payer.tools, payer.viewer))).toMatch(/^unavailable/);
    await syncCustomer(payer.tools, payer.customerId);
    expect((await payer.row()).details).toMatchObject({ scheduledChange });
    expect(await kept()).toEqual({});
  }, 30_000);
});

describe("a change whose payment fails and whose answer is lost", () => {
  test("is told to wait for its payment when it is tried again", async () => {
    const payer = await makePayer(usd(proMonthly), { card: "pm_card_chargeCustomerFail" });
    const { quote } = await payer.quoteFor(enterprise);
    const wish = { target: enterprise, ...quote };
    const match = `POST /v1/subscriptions/${(await payer.row()).id}$`;
    await local.control("POST", "faults", { kind: "reset_after_commit", count: 4, match });
    expect(await refusal(changePlan(payer.tools, payer.viewer, wish))).toBe("unavailable: change_unknown");
    const again = await changePlan(payer.tools, payer.viewer, wish);
    expect(again).toMatchObject({ outcome: "requires_payment", state: { access: { tier: "premium" } } });
    expect(again.payUrl).toContain(local.server.url);
    expect(await payer.invoices()).toHaveLength(2);
  }, 30_000);
});
