import fc from "fast-check";
import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { syncCustomer } from "#lib/billing/mirror/sync-customer.ts";
import { intervals, type Offer, offers } from "#lib/billing/plans.ts";
import { findCurrentCustomer } from "#lib/billing/store.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { hashed } from "#platform/rate-limits/rate-limiter.ts";
import { openLocalStripe } from "../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { asMember, makeViewer, payCheckout, refusal, toolsOf } from "../billing/billing.testing.ts";
import { createStripe } from "../billing/stripe.ts";
import { makeDiscount } from "./discounts.testing.ts";
import { quoteDiscount } from "./quote-discount.ts";
import { startPurchase } from "./start-purchase.ts";

openTestDatabase();
const local = openLocalStripe();
const nowhere = { address: "unknown", country: null };
const monthly = { plan: "pro", interval: "month", currency: "usd" } as const;
const fifth = { percent_off: 20, duration: "once" } as const;

const quote = (viewer: Viewer, code: string, offer: Offer = monthly) =>
  quoteDiscount(toolsOf(local), viewer, { ...offer, code }, nowhere);
const purchase = (viewer: Viewer, code: string | undefined, offer: Offer = monthly) =>
  startPurchase(toolsOf(local), viewer, { ...offer, code }, nowhere);

async function sessionsOf(viewer: Viewer): Promise<Stripe.Checkout.Session[]> {
  const customer = await findCurrentCustomer(db(), viewer.workspace.id);
  const { data } = await local.stripe.checkout.sessions.list({ customer: customer?.id ?? "", limit: 100 });
  return data;
}

const openSessions = async (viewer: Viewer) =>
  (await sessionsOf(viewer)).filter(({ status }) => status === "open");

async function sync(viewer: Viewer): Promise<void> {
  const customer = await findCurrentCustomer(db(), viewer.workspace.id);
  await syncCustomer(toolsOf(local), customer?.id ?? "");
}

/** Somebody who has paid for a month, which is over. */
async function makePayer(): Promise<Viewer> {
  const viewer = await makeViewer();
  await payCheckout((await purchase(viewer, undefined)).url);
  const customer = await findCurrentCustomer(db(), viewer.workspace.id);
  const { data } = await local.stripe.subscriptions.list({ customer: customer?.id ?? "" });
  for (const { id } of data) await local.stripe.subscriptions.cancel(id);
  await sync(viewer);
  return viewer;
}

const cents = fc.integer({ min: 1, max: 60_000 });
const terms = fc.oneof(
  fc.record({ percent_off: fc.integer({ min: 1, max: 10_000 }).map((hundredths) => hundredths / 100) }),
  fc.record({ amount_off: cents, currency: fc.constant("usd") }).chain((usd) =>
    fc.record({ eur: cents, pln: cents }).map(({ eur, pln }) => ({
      ...usd,
      currency_options: { eur: { amount_off: eur }, pln: { amount_off: pln } },
    })),
  ),
);
const lasting = fc.oneof(
  fc.constantFrom({ duration: "once" as const }, { duration: "forever" as const }),
  fc.integer({ min: 1, max: 30 }).map((months) => ({
    duration: "repeating" as const,
    duration_in_months: months,
  })),
);

test("the price is the one on Stripe's page and on the invoice, to the minor unit, and never below nothing", async () => {
  await fc.assert(
    fc.asyncProperty(terms, lasting, fc.constantFrom(...offers), async (off, duration, offer) => {
      const viewer = await makeViewer();
      const { code } = await makeDiscount(local.stripe, { ...off, ...duration });
      const told = await quote(viewer, code.toLowerCase(), offer);
      expect(told.code).toBe(code);
      expect(told.dueMinor).toBeGreaterThanOrEqual(0);
      expect(told.dueMinor).toBe(told.regularMinor - told.discountMinor);

      const { url } = await purchase(viewer, code, offer);
      const [session] = await sessionsOf(viewer);
      expect([
        session?.amount_subtotal,
        session?.total_details?.amount_discount,
        session?.amount_total,
      ]).toEqual([told.regularMinor, told.discountMinor, told.dueMinor]);
      await payCheckout(url);
      await sync(viewer);
      const invoice = await db().billingInvoice.findFirstOrThrow({
        where: { workspaceId: viewer.workspace.id },
        include: { discountUses: true },
      });
      expect(invoice).toMatchObject({
        status: "paid",
        currency: offer.currency,
        subtotalMinor: told.regularMinor,
        discountMinor: told.discountMinor,
        amountPaidMinor: told.dueMinor,
      });
      const uses = told.discountMinor > 0 ? [{ code, amountMinor: told.discountMinor }] : [];
      expect(invoice.discountUses).toMatchObject(uses);
    }),
    { numRuns: 12 },
  );
}, 120_000);

describe("a code is refused", () => {
  const cases: [
    string,
    string,
    Stripe.CouponCreateParams,
    Omit<Stripe.PromotionCodeCreateParams, "promotion">,
  ][] = [
    [
      "of another plan",
      "discount_other_plan",
      { ...fifth, applies_to: { products: ["dynamicqr_enterprise"] } },
      {},
    ],
    [
      "below its minimum",
      "discount_minimum",
      fifth,
      { restrictions: { minimum_amount: 901, minimum_amount_currency: "usd" } },
    ],
    ["switched off, as one that is not there", "discount_unknown", fifth, { active: false }],
    [
      "that knows not the currency",
      "discount_other_currency",
      { amount_off: 100, currency: "eur", duration: "once" },
      {},
    ],
  ];
  test.each(cases)("%s", async (_, expected, coupon, params) => {
    const viewer = await makeViewer();
    const { code } = await makeDiscount(local.stripe, coupon, params);
    expect(await refusal(quote(viewer, code))).toBe(expected);
    expect(await refusal(purchase(viewer, code))).toBe(expected);
    expect(await db().billingCustomer.count({ where: { workspaceId: viewer.workspace.id } })).toBe(0);
  });

  test("that nobody has made", async () => {
    expect(await refusal(quote(await makeViewer(), "NEVER-MADE"))).toBe("discount_unknown");
  });

  test("that was used up, and taken for what it is when it comes back under the same name", async () => {
    const viewer = await makeViewer();
    const { code } = await makeDiscount(local.stripe, fifth, { max_redemptions: 1 });
    await payCheckout((await purchase(await makeViewer(), code)).url);
    expect(await refusal(quote(viewer, code))).toBe("discount_used_up");
    await makeDiscount(local.stripe, { ...fifth, percent_off: 50 }, { code });
    expect(await quote(viewer, code)).toMatchObject({ dueMinor: 450 });
  });

  test("for the first purchase, from who has bought before", async () => {
    const { code } = await makeDiscount(local.stripe, fifth, {
      restrictions: { first_time_transaction: true },
    });
    expect(await refusal(quote(await makePayer(), code))).toBe("discount_not_first");
    expect(await quote(await makeViewer(), code)).toMatchObject({ dueMinor: 720 });
  });

  test("of one customer, from everybody else", async () => {
    const payer = await makePayer();
    const customer = await findCurrentCustomer(db(), payer.workspace.id);
    const { code } = await makeDiscount(local.stripe, fifth, { customer: customer?.id ?? "" });
    expect(await quote(payer, code)).toMatchObject({ dueMinor: 720 });
    expect(await refusal(quote(await makeViewer(), code))).toBe("discount_other_customer");
    expect(await refusal(quote(await makePayer(), code))).toBe("discount_other_customer");
  });

  test("whatever it is, from members who may not spend money", async () => {
    const { code } = await makeDiscount(local.stripe, fifth);
    const viewer = asMember(await makeViewer());
    expect(await refusal(quote(viewer, code))).toBe("forbidden");
    expect(await refusal(purchase(viewer, code))).toBe("forbidden");
  });

  test("after twenty wrong ones, the right ones not counted", async () => {
    const viewer = await makeViewer();
    const { code } = await makeDiscount(local.stripe, fifth);
    for (let turn = 0; turn < 20; turn++) {
      await quote(viewer, code);
      expect(await refusal(quote(viewer, `NO-${turn}`))).toBe("discount_unknown");
    }
    expect(await refusal(quote(viewer, code))).toBe("rate_limited");
    expect(await refusal(purchase(viewer, code))).toBe("rate_limited");
    expect((await purchase(viewer, undefined)).url).toContain(local.server.url);
    expect(await quote(await makeViewer(), code)).toMatchObject({ dueMinor: 720 });
  });

  test("while Stripe does not answer, and that is no wrong one", async () => {
    const viewer = await makeViewer();
    const away = { ...toolsOf(local), stripe: createStripe("sk_test_sandbox", "127.0.0.1:9") };
    const { code } = await makeDiscount(local.stripe, fifth);
    const asked = quoteDiscount(away, viewer, { ...monthly, code }, nowhere);
    expect(await refusal(asked)).toBe("unavailable: change_unknown");
    const key = `discount:account:${hashed(viewer.profileId)}`;
    expect(await db().rateLimit.findUnique({ where: { key } })).toMatchObject({ points: 0 });
    await refusal(quote(viewer, "NO-SUCH"));
    expect(await db().rateLimit.findUnique({ where: { key } })).toMatchObject({ points: 1 });
  });
});

describe("a checkout with a code", () => {
  test("is another than the one without: the older is closed, and cannot be paid", async () => {
    const viewer = await makeViewer();
    const { code } = await makeDiscount(local.stripe, fifth);
    const { url } = await purchase(viewer, undefined);
    const cheaper = await purchase(viewer, code);
    expect(cheaper.url).not.toBe(url);
    expect((await purchase(viewer, code.toLowerCase())).url).toBe(cheaper.url);
    const open = await openSessions(viewer);
    expect(
      open.map(({ amount_total, allow_promotion_codes }) => [amount_total, allow_promotion_codes]),
    ).toEqual([[720, null]]);
    const other = await makeDiscount(local.stripe, { ...fifth, percent_off: 50 });
    await purchase(viewer, other.code);
    expect((await openSessions(viewer)).map(({ amount_total }) => amount_total)).toEqual([450]);
    await purchase(viewer, undefined);
    expect((await openSessions(viewer)).map(({ amount_total }) => amount_total)).toEqual([900]);
  });

  test("that was begun twice at once is one", async () => {
    const viewer = await makeViewer();
    const { code } = await makeDiscount(local.stripe, fifth);
    const urls = await Promise.all([1, 2, 3].map(() => purchase(viewer, code)));
    expect(new Set(urls.map(({ url }) => url)).size).toBe(1);
    expect(await openSessions(viewer)).toHaveLength(1);
  });

  test("leads back to where the code stands in the address", async () => {
    const viewer = await makeViewer();
    const { code } = await makeDiscount(local.stripe, fifth);
    await purchase(viewer, code);
    const [session] = await openSessions(viewer);
    expect(new URL(session?.cancel_url ?? "").searchParams.get("code")).toBe(code);
  });

  test("that Stripe refuses after all says so, and the next try is a new one", async () => {
    const viewer = await makeViewer();
    const { id, code } = await makeDiscount(local.stripe, fifth);
    const tools = toolsOf(local);
    const { promotionCodes } = tools.stripe;
    const list = promotionCodes.list.bind(promotionCodes);
    // Switched off between the look and the purchase.
    Object.assign(promotionCodes, {
      list: async (...call: Parameters<typeof list>) => {
        const answer = await list(...call);
        await local.stripe.promotionCodes.update(id, { active: false });
        return answer;
      },
    });
    const late = startPurchase(tools, viewer, { ...monthly, code }, nowhere);
    expect(await refusal(late)).toBe("conflict: discount_refused");
    // Stripe may repeat its refusal for as long as it knows the key.
    const open = { workspaceId: viewer.workspace.id, state: "open" as const };
    expect(await db().checkoutIntent.count({ where: open })).toBe(0);
    expect(await refusal(purchase(viewer, code))).toBe("discount_unknown");
    await local.stripe.promotionCodes.update(id, { active: true });
    await purchase(viewer, code);
    expect((await openSessions(viewer)).map(({ amount_total }) => amount_total)).toEqual([720]);
  });

  test("may take everything off, and the plan runs all the same", async () => {
    const viewer = await makeViewer();
    const { code } = await makeDiscount(local.stripe, { percent_off: 100, duration: "once" });
    expect(await quote(viewer, code)).toMatchObject({ regularMinor: 900, discountMinor: 900, dueMinor: 0 });
    await payCheckout((await purchase(viewer, code)).url);
    await sync(viewer);
    expect(
      await db().billingSubscription.findFirst({ where: { workspaceId: viewer.workspace.id } }),
    ).toMatchObject({ status: "active", tier: "premium" });
  });
});

test("the first invoice at the regular price comes when the quote says so", async () => {
  const cases = [
    { coupon: fifth, interval: "month", after: 1 },
    {
      coupon: { percent_off: 20, duration: "repeating", duration_in_months: 3 },
      interval: "month",
      after: 3,
    },
    {
      coupon: { percent_off: 20, duration: "repeating", duration_in_months: 13 },
      interval: "year",
      after: 24,
    },
    { coupon: fifth, interval: "year", after: 12 },
  ] as const;
  for (const { coupon, interval, after } of cases) {
    const offer = { ...monthly, interval };
    const viewer = await makeViewer();
    const { code } = await makeDiscount(local.stripe, coupon);
    expect((await quote(viewer, code, offer)).regularAfterMonths).toBe(after);
    await payCheckout((await purchase(viewer, code, offer)).url);
    await sync(viewer);
    const customer = await findCurrentCustomer(db(), viewer.workspace.id);
    const bought = new Date();
    const paths = `customers/${customer?.id}/advance`;
    const first = async () => {
      const { data } = await local.stripe.invoices.list({ customer: customer?.id ?? "", limit: 100 });
      return data.toReversed().find(({ total, subtotal }) => total === subtotal);
    };
    let months = 0;
    while ((await first()) === undefined && months <= after + 12) {
      months += intervals.indexOf(interval) === 0 ? 1 : 12;
      const until = new Date(bought);
      until.setUTCMonth(until.getUTCMonth() + months, until.getUTCDate() + 1);
      await local.control("POST", paths, { until: Math.floor(until.getTime() / 1000) });
    }
    expect(months).toBe(after);
  }
}, 120_000);

test("a code for ever never ends", async () => {
  const { code } = await makeDiscount(local.stripe, { percent_off: 20, duration: "forever" });
  expect((await quote(await makeViewer(), code)).regularAfterMonths).toBeNull();
});
