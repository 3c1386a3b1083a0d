import type Stripe from "stripe";
import { beforeAll, describe, expect, test } from "vitest";
import { cardForm, openPage } from "./testing/browser.ts";
import { suiteHarness } from "./testing/clocked.ts";
import { makeCatalogue } from "./testing/harness.ts";

const harness = suiteHarness();
let prices: Awaited<ReturnType<typeof makeCatalogue>>;

beforeAll(async () => {
  prices = await makeCatalogue(harness().stripe);
});

type Code = Omit<Stripe.PromotionCodeCreateParams, "promotion">;

async function makeCode(coupon: Stripe.CouponCreateParams, code: Code = {}): Promise<Stripe.PromotionCode> {
  const { stripe } = harness();
  const { id } = await stripe.coupons.create(coupon);
  return stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: id }, ...code });
}

function open(code: Stripe.PromotionCode, params: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  return harness().stripe.checkout.sessions.create({
    mode: "subscription",
    line_items: [{ price: prices.monthly.id, quantity: 1 }],
    success_url: "http://app.test/success",
    cancel_url: "http://app.test/cancel",
    discounts: [{ promotion_code: code.id }],
    ...params,
  });
}

const quarter = { percent_off: 25, duration: "once" } as const;

describe("a promotion code", { timeout: 30_000 }, () => {
  test("given with the session stands on its page, which takes no other", async () => {
    const session = await open(await makeCode(quarter, { code: "QUARTER" }));
    expect(session.discounts).toHaveLength(1);
    const { text } = await openPage(session.url ?? "");
    expect(text).toContain("Discount (QUARTER, 25% off)");
    expect(text).toContain("$6.75");
    expect(text).not.toContain('name="promotion_code"');
  });

  test("takes its amount off in the currency that is paid, and says so", async () => {
    const off = { amount_off: 200, currency: "usd", duration: "once" as const };
    const session = await open(await makeCode({ ...off, currency_options: { pln: { amount_off: 800 } } }), {
      currency: "pln",
    });
    expect([session.amount_subtotal, session.amount_total]).toEqual([3600, 2800]);
    expect((await openPage(session.url ?? "")).text).toMatch(/PLN\s8\.00 off/);
    await expect(open(await makeCode(off), { currency: "eur" })).rejects.toThrow("currency eur");
  });

  test("for another product is refused", async () => {
    const other = await harness().stripe.products.create({ name: "Other" });
    const code = await makeCode({ ...quarter, applies_to: { products: [other.id] } });
    await expect(open(code)).rejects.toThrow("cannot be applied");
  });

  test("that was used up while the page was open is refused when it is paid", async () => {
    const code = await makeCode(quarter, { max_redemptions: 1 });
    const [first, second] = [await open(code), await open(code)];
    const pay = async ({ url }: Stripe.Checkout.Session) =>
      (await openPage(url ?? "")).submit("complete", {
        ...cardForm(),
        email: "buyer@example.test",
      });
    expect((await pay(first)).status).toBe(303);
    expect((await pay(second)).text).toContain("expired");
    const { sessions } = harness().stripe.checkout;
    expect((await sessions.retrieve(second.id)).status).toBe("open");
  });

  test("is previewed for who has no customer yet, and nothing comes of it", async () => {
    const { stripe } = harness();
    const code = await makeCode(quarter);
    const preview = await stripe.invoices.createPreview({
      currency: "pln",
      discounts: [{ promotion_code: code.id }],
      subscription_details: { items: [{ price: prices.monthly.id }] },
    });
    expect([preview.subtotal, preview.total]).toEqual([3600, 2700]);
    expect(preview.total_discount_amounts).toMatchObject([{ amount: 900 }]);
    expect((await stripe.promotionCodes.retrieve(code.id)).times_redeemed).toBe(0);
  });

  test("shows its minimum in other currencies only when asked, and outlives its coupon", async () => {
    const { stripe } = harness();
    const { id, promotion, restrictions } = await makeCode(quarter, {
      restrictions: {
        minimum_amount: 1000,
        minimum_amount_currency: "usd",
        currency_options: { eur: { minimum_amount: 900 } },
      },
    });
    expect(restrictions.currency_options).toBeUndefined();
    const expand = ["restrictions.currency_options", "promotion.coupon.applies_to"];
    const whole = await stripe.promotionCodes.retrieve(id, { expand });
    expect(whole.restrictions.currency_options).toEqual({ eur: { minimum_amount: 900 } });
    expect(whole.promotion.coupon).toMatchObject({ percent_off: 25 });
    await stripe.coupons.del(String(promotion.coupon));
    const left = await stripe.promotionCodes.retrieve(id, { expand });
    expect([left.active, left.promotion.coupon]).toEqual([false, promotion.coupon]);
  });
});
