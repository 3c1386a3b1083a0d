import fc from "fast-check";
import Stripe from "stripe";
import { beforeAll, describe, expect, test } from "vitest";
import { openPayers } from "../../../../sandbox/testing/payers.ts";
import { refusal } from "../billing.testing.ts";
import { amountMinorOf, currencies } from "../plans.ts";
import { createStripe } from "../stripe.ts";
import { clockStart, day, enterprise, proMonthly, proYearly, usd } from "./change-plan.testing.ts";
import { changePlan } from "./change-plan.ts";
import type { PaidTarget } from "./decide-change.ts";
import { previewChange } from "./preview-change.ts";

const { local, makePayer } = openPayers();
let aThirdOff: string;

beforeAll(async () => {
  aThirdOff = (await local.stripe.coupons.create({ percent_off: 35, duration: "forever" })).id;
});

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
        const payer = await makePayer({ ...proMonthly, currency }, isDiscounted ? { coupon: aThirdOff } : {});
        await payer.advanceTo(clockStart + after);
        const before = await payer.paid();
        const { preview, quote } = await payer.quoteFor(target);
        expect(preview.lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(quote.amountDueMinor);
        expect(preview).toMatchObject({
          kind: "now",
          currency,
          newAmountMinor: amountMinorOf({ ...target, currency }),
        });
        await payer.advanceTo(clockStart + after + waits);

        const { outcome } = await changePlan(payer.tools, payer.viewer, { target, ...quote });
        expect(outcome).toBe("changed");
        expect((await payer.paid()) - before).toBe(quote.amountDueMinor);
        expect(await payer.row()).toMatchObject({ interval: target.interval, currency });
        expect((await payer.row()).details.items).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  test("whose credit is higher than its price costs nothing, and says what is left", async () => {
    const payer = await makePayer(usd(proYearly));
    await payer.advanceTo(clockStart + 5 * day);
    const { preview, quote } = await payer.quoteFor(enterprise);
    expect(quote.amountDueMinor).toBe(0);
    expect(preview.creditMinor).toBeGreaterThan(0);
    await changePlan(payer.tools, payer.viewer, { target: enterprise, ...quote });
    const customer = await local.stripe.customers.retrieve(payer.customerId);
    expect(customer.deleted ? 0 : customer.balance).toBe(-preview.creditMinor);
  });

  test("without the quote names what is missing, and changes nothing", async () => {
    const payer = await makePayer(usd(proMonthly));
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
    const payer = await makePayer(usd(proMonthly));
    await payer.advanceTo(clockStart + 3 * day);
    const { quote } = await payer.quoteFor(enterprise);
    const [prorationDate = 0, amountDueMinor = 0] = spoil(quote.prorationDate, quote.amountDueMinor);
    const wish = { target: enterprise, prorationDate, amountDueMinor };
    expect(await refusal(changePlan(payer.tools, payer.viewer, wish))).toBe("conflict: quote_expired");
    expect(await payer.invoices()).toHaveLength(1);
  });

  test("by a quote older than a quarter of an hour is refused, and nothing is charged", async () => {
    const payer = await makePayer(usd(proMonthly));
    const { quote } = await payer.quoteFor(enterprise);
    await payer.advanceTo(quote.prorationDate + 901);
    const wish = { target: enterprise, ...quote };
    expect(await refusal(changePlan(payer.tools, payer.viewer, wish))).toBe("conflict: quote_expired");
    expect(await payer.invoices()).toHaveLength(1);
  });

  test("confirmed in two tabs at once is charged once", async () => {
    const payer = await makePayer(usd(proMonthly));
    const first = (await payer.quoteFor(enterprise)).quote;
    await payer.advanceTo(clockStart + 60);
    const second = (await payer.quoteFor(enterprise)).quote;
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
    const payer = await makePayer(usd(proMonthly));
    await payer.advanceTo(clockStart + 7 * day);
    const targets: PaidTarget[] = [enterprise, proYearly];
    const quotes = await Promise.all(
      targets.map(async (target) => ({ target, ...(await payer.quoteFor(target)).quote })),
    );
    const before = await payer.paid();
    const outcomes = await Promise.allSettled(
      quotes.map((wish) => changePlan(payer.tools, payer.viewer, wish)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const won = quotes[outcomes.findIndex(({ status }) => status === "fulfilled")];
    expect((await payer.paid()) - before).toBe(won?.amountDueMinor);
    expect(await payer.row()).toMatchObject({ interval: won?.target.interval });
  });

  test("of which Stripe lost the answer is charged once when it is tried again", async () => {
    const payer = await makePayer(usd(proMonthly));
    const { quote } = await payer.quoteFor(enterprise);
    const wish = { target: enterprise, ...quote };
    const match = `POST /v1/subscriptions/${(await payer.row()).id}$`;
    // More often than the SDK tries by itself.
    await local.control("POST", "faults", { kind: "reset_after_commit", count: 4, match });
    expect(await refusal(changePlan(payer.tools, payer.viewer, wish))).toBe("unavailable: change_unknown");
    expect(await changePlan(payer.tools, payer.viewer, wish)).toMatchObject({ outcome: "changed" });
    expect(await payer.invoices()).toHaveLength(2);
  }, 30_000);

  test("that Stripe has made, but too slowly to say so, is charged once when it is tried again", async () => {
    const payer = await makePayer(usd(proMonthly));
    const { quote } = await payer.quoteFor(enterprise);
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
    const payer = await makePayer(usd(proMonthly));
    const { quote } = await payer.quoteFor(enterprise);
    const match = `POST /v1/subscriptions/${(await payer.row()).id}$`;
    await local.control("POST", "faults", { kind: "500_stored", count: 1, match });
    expect(await refusal(changePlan(payer.tools, payer.viewer, { target: enterprise, ...quote }))).toBe(
      "unavailable: change_unknown",
    );
    await payer.advanceTo(clockStart + 30);
    expect(await payer.changeNow(enterprise)).toMatchObject({ outcome: "changed" });
    expect(await payer.invoices()).toHaveLength(2);
  }, 30_000);

  test("while Stripe does not answer says that it can be tried again", async () => {
    const payer = await makePayer(usd(proMonthly));
    const away = { ...payer.tools, stripe: createStripe("sk_test_sandbox", "127.0.0.1:9") };
    expect(await refusal(previewChange(away, payer.viewer, enterprise))).toBe("unavailable: change_unknown");
    const wish = { target: enterprise, prorationDate: clockStart, amountDueMinor: 1 };
    expect(await refusal(changePlan(away, payer.viewer, wish))).toBe("unavailable: change_unknown");
  }, 30_000);
});
