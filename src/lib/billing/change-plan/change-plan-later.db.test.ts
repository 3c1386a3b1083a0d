import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { openPayers } from "../../../../sandbox/testing/payers.ts";
import { refusal } from "../billing.testing.ts";
import { syncCustomer } from "../mirror/sync-customer.ts";
import { amountMinorOf } from "../plans.ts";
import { cancelSubscription, resumeSubscription } from "../subscription.ts";
import { day, enterprise, proMonthly, proYearly, usd } from "./change-plan.testing.ts";
import { changePlan } from "./change-plan.ts";
import type { Target } from "./decide-change.ts";
import { previewChange } from "./preview-change.ts";

const { local, makePayer, toolsAt } = openPayers();

describe("a change at the period's end", () => {
  test.each([
    [usd(enterprise), proMonthly, 900],
    [usd(proYearly), proMonthly, 900],
    [usd(enterprise), proYearly, 9_000],
    [{ ...enterprise, currency: "pln" } as const, proMonthly, 3_600],
  ])("from %j to %j is one charge of %i, when it has come", async (from, target, amount) => {
    const payer = await makePayer(from);
    const preview = await previewChange(payer.tools, payer.viewer, target);
    const { periodEnd } = await payer.row();
    expect(preview).toMatchObject({
      kind: "period_end",
      amountDueMinor: 0,
      newAmountMinor: amount,
      effectiveAt: periodEnd,
      prorationDate: null,
    });
    expect(await changePlan(payer.tools, payer.viewer, { target })).toMatchObject({ outcome: "scheduled" });
    expect(await payer.row()).toMatchObject({ interval: from.interval, amountMinor: amountMinorOf(from) });
    expect((await payer.row()).details.scheduledChange).toMatchObject({
      tier: "premium",
      interval: target.interval,
      at: periodEnd?.toISOString(),
    });
    expect(await payer.invoices()).toHaveLength(1);

    const end = (periodEnd?.getTime() ?? 0) / 1000;
    if (from.interval === "year") await payer.advanceTo(end - day);
    await payer.advanceTo(end + 2 * 3_600);
    await syncCustomer(toolsAt(end + 2 * 3_600), payer.customerId);
    const [newest, ...others] = await payer.invoices();
    expect(others).toHaveLength(1);
    expect(newest).toMatchObject({
      status: "paid",
      amount_paid: amount,
      billing_reason: "subscription_cycle",
    });
    expect(await payer.row()).toMatchObject({
      status: "active",
      tier: "premium",
      interval: target.interval,
      details: { scheduledChange: null },
    });
  });

  test("keeps the discount", async () => {
    const { id: coupon } = await local.stripe.coupons.create({ percent_off: 35, duration: "forever" });
    const payer = await makePayer(usd(enterprise), { coupon });
    await changePlan(payer.tools, payer.viewer, { target: proMonthly });
    const end = ((await payer.row()).periodEnd?.getTime() ?? 0) / 1000;
    await payer.advanceTo(end + 2 * 3_600);
    expect((await payer.invoices())[0]).toMatchObject({ status: "paid", amount_paid: 585 });
  });

  test("is taken back by choosing what one has, and can be chosen again and anew", async () => {
    const payer = await makePayer(usd(enterprise));
    const coming = async () => (await payer.row()).details.scheduledChange?.interval ?? null;
    const choose = async (target: Target) =>
      (await changePlan(payer.tools, payer.viewer, { target })).outcome;
    expect(await choose(proMonthly)).toBe("scheduled");
    expect(await choose(proMonthly)).toBe("scheduled");
    expect(await choose(proYearly)).toBe("scheduled");
    expect(await coming()).toBe("year");
    expect(await choose(proMonthly)).toBe("scheduled");
    expect(await coming()).toBe("month");
    expect(await previewChange(payer.tools, payer.viewer, enterprise)).toMatchObject({ kind: "take_back" });
    expect(await choose(enterprise)).toBe("taken_back");
    expect(await coming()).toBeNull();
    expect(await refusal(choose(enterprise))).toBe("conflict: same_plan");
    expect(await choose(proMonthly)).toBe("scheduled");
    expect(await coming()).toBe("month");
  });

  test("gives way to a cancellation, and is gone when that is taken back", async () => {
    const payer = await makePayer(usd(enterprise));
    await changePlan(payer.tools, payer.viewer, { target: proMonthly });
    await cancelSubscription(payer.tools, payer.viewer);
    expect(await payer.row()).toMatchObject({ details: { scheduledChange: null, scheduleId: null } });
    expect((await payer.row()).cancelAt).not.toBeNull();
    expect(await refusal(changePlan(payer.tools, payer.viewer, { target: proMonthly }))).toBe(
      "conflict: canceling",
    );
    await resumeSubscription(payer.tools, payer.viewer);
    expect(await payer.row()).toMatchObject({ cancelAt: null, tier: "enterprise" });
  });

  test("gives way to a change now", async () => {
    const payer = await makePayer(usd(enterprise));
    await changePlan(payer.tools, payer.viewer, { target: proMonthly });
    const yearly = { plan: "enterprise", interval: "year" } as const;
    expect(await payer.changeNow(yearly)).toMatchObject({ outcome: "changed" });
    expect(await payer.row()).toMatchObject({
      interval: "year",
      details: { scheduledChange: null, scheduleId: null },
    });
  });

  test("to Free is a cancellation, and says how many codes it pauses", async () => {
    const payer = await makePayer(usd(proMonthly));
    const workspaceId = payer.viewer.workspace.id;
    const slugs = Array.from({ length: 13 }, (_, index) => `${workspaceId}-${index}`);
    const destination = "https://example.com/";
    await db().qrCode.createMany({
      data: slugs.map((slug) => ({ workspaceId, slug, name: slug, destination })),
    });
    const preview = await previewChange(payer.tools, payer.viewer, { plan: "free" });
    expect(preview).toMatchObject({ kind: "period_end", codesToPause: 3, newAmountMinor: 0 });
    expect(await changePlan(payer.tools, payer.viewer, { target: { plan: "free" } })).toMatchObject({
      outcome: "canceled",
    });
    expect((await payer.row()).cancelAt).not.toBeNull();
  });

  test("of which Stripe lost the answers is one schedule", async () => {
    const payer = await makePayer(usd(enterprise));
    const match = "POST /v1/subscription_schedules";
    await local.control("POST", "faults", { kind: "reset_after_commit", count: 2, match });
    expect(await changePlan(payer.tools, payer.viewer, { target: proMonthly })).toMatchObject({
      outcome: "scheduled",
    });
    const { data } = await local.stripe.subscriptionSchedules.list({ customer: payer.customerId });
    expect(data).toHaveLength(1);
  }, 30_000);
});
