import fc from "fast-check";
import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { mrrMinorOf, spreadOverMonths } from "./mrr.ts";
import { decideMrrChanges } from "./mrr-movement.ts";
import { makeInvoice, makeSubscription, start } from "./stripe-objects.testing.ts";

describe("a sum in shares of a month", () => {
  test("adds up to it, differs by one unit at the most, and begins with the nearest to even", () => {
    fc.assert(
      fc.property(fc.nat(2_000_000_000), fc.integer({ min: 1, max: 36 }), (amount, months) => {
        const shares = spreadOverMonths(amount, months);
        expect(shares).toHaveLength(months);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(amount);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        expect(shares[0]).toBe(Math.round(amount / months));
      }),
    );
  });

  test.each([
    [9_000, 750],
    [8_000, 667],
    [36_000, 3_000],
    [199_000, 16_583],
    [6, 1],
    [5, 0],
  ])("%i a year is %i a month", (year, month) => {
    expect(spreadOverMonths(year, 12)[0]).toBe(month);
  });
});

type Coupon = Partial<Stripe.Coupon>;

function discounted(coupon: Coupon, end: number | null = null): Stripe.Subscription {
  const base = { percent_off: null, amount_off: null, currency: null, duration: "forever", ...coupon };
  const discount = { id: "di_1", start, end, source: { type: "coupon", coupon: base } };
  const subscription = makeSubscription();
  const [item] = subscription.items.data;
  if (item) item.price.currency = "usd";
  // SAFETY: what is not read is left out.
  return { ...subscription, discounts: [discount as unknown as Stripe.Discount] };
}

/** An invoice of the subscription's item, from which the discount took that much. */
function billed(cutMinor: number, created = start): Stripe.Invoice {
  const line = {
    quantity: 1,
    pricing: { price_details: { price: "price_pro_month_usd" } },
    parent: { subscription_item_details: { subscription_item: "si_1", proration: false } },
    discount_amounts: [{ amount: cutMinor, discount: "di_1" }],
  };
  // SAFETY: what is not read is left out.
  return { ...makeInvoice({ created }), lines: { data: [line] } } as unknown as Stripe.Invoice;
}

describe("what a subscription adds to the MRR", () => {
  test.each([
    ["active", 900],
    ["past_due", 900],
    ["trialing", 0],
    ["incomplete", 0],
    ["unpaid", 0],
    ["paused", 0],
    ["canceled", 0],
    ["invented", 0],
  ])("%s: %i", (status, minor) => {
    expect(mrrMinorOf(makeSubscription({ status }), [])).toBe(minor);
  });

  test("counts every unit, and a year by its month", () => {
    expect(mrrMinorOf(makeSubscription({ quantity: 3 }), [])).toBe(2_700);
    const yearly = makeSubscription();
    const [item] = yearly.items.data;
    if (item?.price.recurring) Object.assign(item.price.recurring, { interval: "year", interval_count: 1 });
    expect(mrrMinorOf(yearly, [])).toBe(75);
  });

  test.each([
    ["half for ever", { percent_off: 50 }, null, 450],
    ["two dollars for ever", { amount_off: 200, currency: "usd" }, null, 700],
    ["more than it costs", { amount_off: 2_000, currency: "usd" }, null, 0],
    ["once", { percent_off: 50, duration: "once" as const }, null, 900],
    ["for months that still run", { percent_off: 50, duration: "repeating" as const }, start + 1, 450],
    ["for months that are over", { percent_off: 50, duration: "repeating" as const }, start, 900],
    ["an amount in another currency", { amount_off: 200, currency: "eur" }, null, null],
  ])("less %s", (_, coupon, end, minor) => {
    expect(mrrMinorOf(discounted(coupon, end), [])).toBe(minor);
  });

  test("an invoice made under the discount knows better than the coupon", () => {
    expect(mrrMinorOf(discounted({ amount_off: 200, currency: "eur" }), [billed(230)])).toBe(670);
    // Its products are others.
    expect(mrrMinorOf(discounted({ percent_off: 50 }), [billed(0)])).toBe(900);
    expect(mrrMinorOf(discounted({ percent_off: 50 }), [billed(0, start - 1)])).toBe(450);
  });

  test("is not known where price, interval or discount is not", () => {
    const weekly = makeSubscription();
    const [item] = weekly.items.data;
    if (item?.price.recurring) item.price.recurring.interval = "week";
    expect(mrrMinorOf(weekly, [])).toBeNull();
    const tiered = makeSubscription();
    if (tiered.items.data[0]) tiered.items.data[0].price.unit_amount = null;
    expect(mrrMinorOf(tiered, [])).toBeNull();
    expect(mrrMinorOf({ ...makeSubscription(), discounts: ["di_1"] }, [])).toBeNull();
  });
});

describe("how the MRR has changed", () => {
  test.each([
    ["the first payment ever", {}, { usd: 900 }, false, ["new usd"]],
    ["a second start", { usd: 0 }, { usd: 900 }, true, ["reactivation usd"]],
    ["a higher plan", { usd: 900 }, { usd: 4_900 }, true, ["expansion usd"]],
    ["a discount", { usd: 900 }, { usd: 450 }, true, ["contraction usd"]],
    ["the end", { usd: 900 }, { usd: 0 }, true, ["churn usd"]],
    ["another currency", { usd: 900 }, { eur: 800, usd: 0 }, true, ["expansion eur", "contraction usd"]],
    ["two at once", {}, { eur: 800, usd: 900 }, false, ["new eur", "expansion usd"]],
    ["nothing", { usd: 900 }, { usd: 900, eur: 0 }, true, []],
  ])("%s", (_, before, after, hasPaidBefore, changes) => {
    const decided = decideMrrChanges(before, after, hasPaidBefore);
    expect(decided.map(({ kind, currency }) => `${kind} ${currency}`)).toEqual(changes);
  });

  test("the changes of any history add up to what is paid now, and a workspace is new once", () => {
    const sums = fc.dictionary(fc.constantFrom("usd", "eur", "pln"), fc.nat(5_000));
    fc.assert(
      fc.property(fc.array(sums, { minLength: 1 }), (history) => {
        let noted: Record<string, number> = {};
        const all = history.flatMap((after) => {
          const changes = decideMrrChanges(noted, after, Object.keys(noted).length > 0);
          const afters = changes.map(({ currency, afterMinor }) => [currency, afterMinor] as const);
          noted = { ...noted, ...Object.fromEntries(afters) };
          return changes;
        });
        for (const currency of ["usd", "eur", "pln"]) {
          const moved = all.filter((change) => change.currency === currency);
          const sum = moved.reduce(
            (total, { beforeMinor, afterMinor }) => total + afterMinor - beforeMinor,
            0,
          );
          expect(sum).toBe(history.at(-1)?.[currency] ?? 0);
        }
        expect(all.filter(({ kind }) => kind === "new").length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
