import fc from "fast-check";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { advance, type Harness, startHarness } from "../../../../sandbox/stripe/testing/harness.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { setUpPrices } from "../buying/set-up-prices.ts";
import { syncCustomer } from "../mirror/sync-customer.ts";
import { amountMinorOf, currencies, type Offer } from "../plans.ts";
import { createStripe } from "../stripe.ts";
import { cancelSubscription, resumeSubscription } from "../subscription.ts";
import {
  clockStart,
  makePayer,
  makeViewer,
  type Payer,
  refusal,
  setCard,
  toolsOf,
} from "./change-plan.testing.ts";
import { changePlan } from "./change-plan.ts";
import { dropPendingChange, payPendingChange } from "./change-plan-pending.ts";
import type { PaidTarget, Target } from "./decide-change.ts";
import { previewChange } from "./preview-change.ts";

openTestDatabase();
const day = 86_400;
const proMonthly = { plan: "pro", interval: "month" } as const;
const proYearly = { plan: "pro", interval: "year" } as const;
const enterprise = { plan: "enterprise", interval: "month" } as const;
const usd = (target: PaidTarget): Offer => ({ ...target, currency: "usd" });
let local: Harness;
let halfOff: string;

beforeAll(async () => {
  local = await startHarness();
  const prices = await setUpPrices(local.stripe);
  Object.assign(process.env, prices, { STRIPE_SECRET_KEY: "sk_test_sandbox" });
  halfOff = (await local.stripe.coupons.create({ percent_off: 35, duration: "forever" })).id;
}, 60_000);
afterAll(async () => {
  const counts = await local.control<{ unknownUrls: object; violations: string[] }>("GET", "counts");
  await local.stop();
  expect(counts.violations).toEqual([]);
  expect(counts.unknownUrls).toEqual({});
});

async function quoteFor({ tools, viewer }: Payer, target: Target) {
  const { prorationDate, amountDueMinor, ...preview } = await previewChange(tools, viewer, target);
  if (prorationDate === null) throw new Error("nothing is paid now");
  return { preview, quote: { prorationDate, amountDueMinor } };
}

async function changeNow(payer: Payer, target: PaidTarget) {
  const { quote } = await quoteFor(payer, target);
  return { quote, ...(await changePlan(payer.tools, payer.viewer, { target, ...quote })) };
}

const paidOf = async (payer: Payer) =>
  (await payer.invoices()).reduce((sum, { amount_paid }) => sum + amount_paid, 0);

describe("a change now", () => {
  const moment = fc.record({
    // Up to the last minutes of a month, so that the confirmation falls into the same one.
    after: fc.integer({ min: 1, max: 30 * day - 1_000 }),
    currency: fc.constantFrom(...currencies),
    target: fc.constantFrom(enterprise, proYearly),
    isDiscounted: fc.boolean(),
    waits: fc.integer({ min: 1, max: 890 }),
  });

  test("charges what was quoted, to the minor unit, whenever it is and in whatever currency", async () => {
    await fc.assert(
      fc.asyncProperty(moment, async ({ after, currency, target, isDiscounted, waits }) => {
        const payer = await makePayer(
          local,
          { ...proMonthly, currency },
          isDiscounted ? { coupon: halfOff } : {},
        );
        await advance(local.stripe, payer.clock, clockStart + after);
        const before = await paidOf(payer);
        const { preview, quote } = await quoteFor(payer, target);
        expect(preview.lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(quote.amountDueMinor);
        expect(preview).toMatchObject({
          kind: "now",
          currency,
          newAmountMinor: amountMinorOf({ ...target, currency }),
        });
        await advance(local.stripe, payer.clock, clockStart + after + waits);

        const { outcome } = await changePlan(payer.tools, payer.viewer, { target, ...quote });
        expect(outcome).toBe("changed");
        expect((await paidOf(payer)) - before).toBe(quote.amountDueMinor);
        expect(await payer.row()).toMatchObject({ interval: target.interval, currency });
        expect((await payer.row()).details.items).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  test("whose credit is higher than its price costs nothing, and says what is left", async () => {
    const payer = await makePayer(local, usd(proYearly));
    await advance(local.stripe, payer.clock, clockStart + 5 * day);
    const { preview, quote } = await quoteFor(payer, enterprise);
    expect(quote.amountDueMinor).toBe(0);
    expect(preview.creditMinor).toBeGreaterThan(0);
    await changePlan(payer.tools, payer.viewer, { target: enterprise, ...quote });
    const customer = await local.stripe.customers.retrieve(payer.customerId);
    expect(customer.deleted ? 0 : customer.balance).toBe(-preview.creditMinor);
  });

  test("without the quote names what is missing, and changes nothing", async () => {
    const payer = await makePayer(local, usd(proMonthly));
    const bare = changePlan(payer.tools, payer.viewer, { target: enterprise, prorationDate: clockStart });
    await expect(bare).rejects.toMatchObject({
      code: "validation",
      details: { fields: { amountDueMinor: ["required"] } },
    });
    expect(await payer.invoices()).toHaveLength(1);
  });

  test.each([
    ["of the future", (date: number, due: number) => [date + 60, due]],
    ["of another sum", (date: number, due: number) => [date, due - 1]],
    ["of before this period", (date: number, due: number) => [date - 400 * day, due]],
  ])("by a quote %s is refused, and nothing is charged", async (_, spoil) => {
    const payer = await makePayer(local, usd(proMonthly));
    await advance(local.stripe, payer.clock, clockStart + 3 * day);
    const { quote } = await quoteFor(payer, enterprise);
    const [prorationDate = 0, amountDueMinor = 0] = spoil(quote.prorationDate, quote.amountDueMinor);
    const wish = { target: enterprise, prorationDate, amountDueMinor };
    expect(await refusal(changePlan(payer.tools, payer.viewer, wish))).toBe("conflict: quote_expired");
    expect(await payer.invoices()).toHaveLength(1);
  });

  test("by a quote older than a quarter of an hour is refused, and nothing is charged", async () => {
    const payer = await makePayer(local, usd(proMonthly));
    const { quote } = await quoteFor(payer, enterprise);
    await advance(local.stripe, payer.clock, quote.prorationDate + 901);
    const wish = { target: enterprise, ...quote };
    expect(await refusal(changePlan(payer.tools, payer.viewer, wish))).toBe("conflict: quote_expired");
    expect(await payer.invoices()).toHaveLength(1);
  });

  test("confirmed in two tabs at once is charged once", async () => {
    const payer = await makePayer(local, usd(proMonthly));
    const first = (await quoteFor(payer, enterprise)).quote;
    await advance(local.stripe, payer.clock, clockStart + 60);
    const second = (await quoteFor(payer, enterprise)).quote;
    const answers = await Promise.all(
      [first, second, first].map((quote) =>
        changePlan(payer.tools, payer.viewer, { target: enterprise, ...quote }).then(
          ({ outcome }) => outcome,
          (error: unknown) => refusal(Promise.reject(error)),
        ),
      ),
    );
    // Whoever comes when it is done is told so.
    expect(["changed", "conflict: same_plan"]).toEqual(expect.arrayContaining(answers));
    expect(await payer.invoices()).toHaveLength(2);
    expect(await payer.row()).toMatchObject({ tier: "enterprise" });
  });

  test("to two things at once is one of them, for the sum that was quoted for it", async () => {
    const payer = await makePayer(local, usd(proMonthly));
    await advance(local.stripe, payer.clock, clockStart + 7 * day);
    const targets: PaidTarget[] = [enterprise, proYearly];
    const quotes = await Promise.all(
      targets.map(async (target) => ({ target, ...(await quoteFor(payer, target)).quote })),
    );
    const before = await paidOf(payer);
    const outcomes = await Promise.allSettled(
      quotes.map((wish) => changePlan(payer.tools, payer.viewer, wish)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const won = quotes[outcomes.findIndex(({ status }) => status === "fulfilled")];
    expect((await paidOf(payer)) - before).toBe(won?.amountDueMinor);
    expect(await payer.row()).toMatchObject({ interval: won?.target.interval });
  });

  test("of which Stripe lost the answer is charged once when it is tried again", async () => {
    const payer = await makePayer(local, usd(proMonthly));
    const { quote } = await quoteFor(payer, enterprise);
    const wish = { target: enterprise, ...quote };
    const match = `POST /v1/subscriptions/${(await payer.row()).id}$`;
    // More often than the SDK tries by itself.
    await local.control("POST", "faults", { kind: "reset_after_commit", count: 4, match });
    expect(await refusal(changePlan(payer.tools, payer.viewer, wish))).toBe("unavailable: change_unknown");
    expect(await changePlan(payer.tools, payer.viewer, wish)).toMatchObject({ outcome: "changed" });
    expect(await payer.invoices()).toHaveLength(2);
  }, 30_000);

  test("that Stripe has made, but too slowly to say so, is charged once when it is tried again", async () => {
    const payer = await makePayer(local, usd(proMonthly));
    const { quote } = await quoteFor(payer, enterprise);
    const wish = { target: enterprise, ...quote };
    const match = `POST /v1/subscriptions/${(await payer.row()).id}$`;
    await local.control("POST", "faults", { kind: "timeout_after_commit", count: 1, match });
    const { host, port } = local.server;
    const hasty = new Stripe("sk_test_sandbox", {
      host,
      port,
      protocol: "http",
      timeout: 500,
      maxNetworkRetries: 0,
    });
    expect(await refusal(changePlan({ ...payer.tools, stripe: hasty }, payer.viewer, wish))).toBe(
      "unavailable: change_unknown",
    );
    expect(await changePlan(payer.tools, payer.viewer, wish)).toMatchObject({ outcome: "changed" });
    expect(await payer.invoices()).toHaveLength(2);
  });

  test("is not barred by an earlier try that failed at Stripe", async () => {
    const payer = await makePayer(local, usd(proMonthly));
    const { quote } = await quoteFor(payer, enterprise);
    const match = `POST /v1/subscriptions/${(await payer.row()).id}$`;
    await local.control("POST", "faults", { kind: "500_stored", count: 1, match });
    expect(await refusal(changePlan(payer.tools, payer.viewer, { target: enterprise, ...quote }))).toBe(
      "unavailable: change_unknown",
    );
    await advance(local.stripe, payer.clock, clockStart + 30);
    expect(await changeNow(payer, enterprise)).toMatchObject({ outcome: "changed" });
    expect(await payer.invoices()).toHaveLength(2);
  }, 30_000);

  test("while Stripe does not answer says that it can be tried again", async () => {
    const payer = await makePayer(local, usd(proMonthly));
    const away = { ...payer.tools, stripe: createStripe("sk_test_sandbox", "127.0.0.1:9") };
    expect(await refusal(previewChange(away, payer.viewer, enterprise))).toBe("unavailable: change_unknown");
    const wish = { target: enterprise, prorationDate: clockStart, amountDueMinor: 1 };
    expect(await refusal(changePlan(away, payer.viewer, wish))).toBe("unavailable: change_unknown");
  }, 30_000);
});

describe("a change whose payment", () => {
  test("fails leaves the old plan, bars a second change, and can be given up", async () => {
    const payer = await makePayer(local, usd(proMonthly), { card: "pm_card_chargeCustomerFail" });
    await advance(local.stripe, payer.clock, clockStart + 2 * day);
    const { outcome, payUrl, state } = await changeNow(payer, enterprise);
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
    await setCard(local, payer.customerId, "pm_card_visa");
    expect(await changeNow(payer, enterprise)).toMatchObject({ outcome: "changed" });
  });

  test("is made good later is done then, for the sum that was quoted", async () => {
    const payer = await makePayer(local, usd(proMonthly), { card: "pm_card_chargeCustomerFail" });
    const before = await paidOf(payer);
    const { quote } = await changeNow(payer, proYearly);
    await setCard(local, payer.customerId, "pm_card_visa");
    await local.stripe.invoices.pay((await payer.row()).details.pendingChange?.invoiceId ?? "");
    await syncCustomer(payer.tools, payer.customerId);
    expect(await payer.row()).toMatchObject({ interval: "year", details: { pendingChange: null } });
    expect((await paidOf(payer)) - before).toBe(quote.amountDueMinor);
  });
});

describe("a change whose payment fails and whose answer is lost", () => {
  test("is told to wait for its payment when it is tried again", async () => {
    const payer = await makePayer(local, usd(proMonthly), { card: "pm_card_chargeCustomerFail" });
    const { quote } = await quoteFor(payer, enterprise);
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

describe("a change at the period's end", () => {
  test.each([
    [usd(enterprise), proMonthly, 900],
    [usd(proYearly), proMonthly, 900],
    [usd(enterprise), proYearly, 9_000],
    [{ ...enterprise, currency: "pln" } as const, proMonthly, 3_600],
  ])("from %j to %j is one charge of %i, when it has come", async (from, target, amount) => {
    const payer = await makePayer(local, from);
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
    if (from.interval === "year") await advance(local.stripe, payer.clock, end - day);
    await advance(local.stripe, payer.clock, end + 2 * 3_600);
    await syncCustomer(toolsOf(local, end + 2 * 3_600), payer.customerId);
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
    const payer = await makePayer(local, usd(enterprise), { coupon: halfOff });
    await changePlan(payer.tools, payer.viewer, { target: proMonthly });
    const end = ((await payer.row()).periodEnd?.getTime() ?? 0) / 1000;
    await advance(local.stripe, payer.clock, end + 2 * 3_600);
    expect((await payer.invoices())[0]).toMatchObject({ status: "paid", amount_paid: 585 });
  });

  test("is taken back by choosing what one has, and can be chosen again and anew", async () => {
    const payer = await makePayer(local, usd(enterprise));
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
    const payer = await makePayer(local, usd(enterprise));
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
    const payer = await makePayer(local, usd(enterprise));
    await changePlan(payer.tools, payer.viewer, { target: proMonthly });
    const yearly = { plan: "enterprise", interval: "year" } as const;
    expect(await changeNow(payer, yearly)).toMatchObject({ outcome: "changed" });
    expect(await payer.row()).toMatchObject({
      interval: "year",
      details: { scheduledChange: null, scheduleId: null },
    });
  });

  test("to Free is a cancellation, and says how many codes it pauses", async () => {
    const payer = await makePayer(local, usd(proMonthly));
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
    const payer = await makePayer(local, usd(enterprise));
    const match = "POST /v1/subscription_schedules";
    await local.control("POST", "faults", { kind: "reset_after_commit", count: 2, match });
    expect(await changePlan(payer.tools, payer.viewer, { target: proMonthly })).toMatchObject({
      outcome: "scheduled",
    });
    const { data } = await local.stripe.subscriptionSchedules.list({ customer: payer.customerId });
    expect(data).toHaveLength(1);
  }, 30_000);
});

describe("a change is refused", () => {
  test.each(["MEMBER", "VIEWER"] as const)("to a %s", async (role) => {
    const payer = await makePayer(local, usd(proMonthly));
    const viewer = { ...payer.viewer, workspace: { ...payer.viewer.workspace, role } };
    expect(await refusal(previewChange(payer.tools, viewer, enterprise))).toBe("forbidden");
    const wish = { target: enterprise, prorationDate: clockStart, amountDueMinor: 0 };
    expect(await refusal(changePlan(payer.tools, viewer, wish))).toBe("forbidden");
    expect(await refusal(dropPendingChange(payer.tools, viewer))).toBe("forbidden");
  });

  test("to a workspace without a plan, whoever else has one", async () => {
    const payer = await makePayer(local, usd(proMonthly));
    const stranger = await makeViewer();
    expect(await refusal(previewChange(payer.tools, stranger, enterprise))).toBe("not_found");
    expect(await refusal(changePlan(payer.tools, stranger, { target: proYearly }))).toBe("not_found");
    expect(await refusal(payPendingChange(payer.tools, stranger))).toBe("not_found");
    expect(await payer.row()).toMatchObject({ interval: "month" });
  });

  test("while a payment is due", async () => {
    const payer = await makePayer(local, usd(proMonthly), { card: "pm_card_chargeCustomerFail" });
    const end = ((await payer.row()).periodEnd?.getTime() ?? 0) / 1000;
    await advance(local.stripe, payer.clock, end + 2 * 3_600);
    await syncCustomer(toolsOf(local, end + 2 * 3_600), payer.customerId);
    expect(await refusal(previewChange(payer.tools, payer.viewer, enterprise))).toBe("conflict: payment_due");
  });
});
