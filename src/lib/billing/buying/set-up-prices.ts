import type Stripe from "stripe";
import { found } from "../mirror/read-customer.ts";
import {
  amountMinorOf,
  lookupKeyOf,
  type Offer,
  offers,
  type PaidPlanName,
  paidPlanNames,
  priceVariableOf,
  productIdOf,
} from "../plans.ts";
import { idempotent } from "../stripe.ts";

const productNames: Record<PaidPlanName, string> = {
  pro: "DynamicQR Pro",
  enterprise: "DynamicQR Enterprise",
};

/** Stripe's limit of lookup keys in one question. */
const lookupKeysPerCall = 10;

/**
 * Makes the products and prices of the price list in a Stripe account, as far as they are not
 * there. A price whose sum has changed gets a successor that takes over its lookup key; whoever
 * pays the old one goes on paying it.
 * @returns the price ids by the variable that carries them
 */
export async function setUpPrices(stripe: Stripe): Promise<Record<string, string>> {
  const known = await findPrices(stripe);
  for (const plan of paidPlanNames) await ensureProduct(stripe, plan);
  const ids: Record<string, string> = {};
  for (const offer of offers) {
    const price = known.get(lookupKeyOf(offer));
    ids[priceVariableOf(offer)] =
      price && sells(price, offer) ? price.id : await createPrice(stripe, offer, price?.id ?? "first");
  }
  return ids;
}

async function findPrices(stripe: Stripe): Promise<Map<string, Stripe.Price>> {
  const keys = offers.map(lookupKeyOf);
  const found = new Map<string, Stripe.Price>();
  for (let at = 0; at < keys.length; at += lookupKeysPerCall) {
    const lookup_keys = keys.slice(at, at + lookupKeysPerCall);
    const { data } = await stripe.prices.list({ lookup_keys, active: true, limit: 100 });
    for (const price of data) if (price.lookup_key) found.set(price.lookup_key, price);
  }
  return found;
}

function sells(price: Stripe.Price, offer: Offer): boolean {
  return (
    price.unit_amount === amountMinorOf(offer) &&
    price.currency === offer.currency &&
    price.recurring?.interval === offer.interval &&
    price.recurring.interval_count === 1
  );
}

async function ensureProduct(stripe: Stripe, plan: PaidPlanName): Promise<void> {
  if (await found(stripe.products.retrieve(productIdOf(plan)))) return;
  await stripe.products.create({
    id: productIdOf(plan),
    name: productNames[plan],
    metadata: { dynamicqr_plan: plan },
  });
}

async function createPrice(stripe: Stripe, offer: Offer, predecessor: string): Promise<string> {
  const amount = amountMinorOf(offer);
  const price = await stripe.prices.create(
    {
      product: productIdOf(offer.plan),
      currency: offer.currency,
      unit_amount: amount,
      recurring: { interval: offer.interval },
      lookup_key: lookupKeyOf(offer),
      transfer_lookup_key: true,
      nickname: [offer.plan, offer.interval, offer.currency].join(" "),
    },
    idempotent("price", lookupKeyOf(offer), amount, predecessor),
  );
  return price.id;
}
