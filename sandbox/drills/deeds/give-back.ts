import { customerOf, deliverLate, newMethod, priceOf, type Walker } from "../walker.ts";
import { type Deed, isPlain, plans } from "./deed.ts";

async function freeCharge({ stripe, customers }: Walker): Promise<string> {
  const { data } = await stripe.charges.list({ customer: customers.at(-1) ?? "", limit: 100 });
  const found = data.find(({ paid, disputed, amount_refunded: back, metadata }) => {
    return paid && !disputed && back === 0 && metadata.walk !== "second";
  });
  if (found === undefined) throw new Error("Stripe has no charge");
  return found.id;
}

/** Money goes back: refunds, disputes, and a plan that was bought twice. */
export const givingBack: Record<string, Deed> = {
  refund: {
    weight: 2,
    can: (_, living) => living !== null && living.charges > 0,
    async act(walker, living, random) {
      const charge = await freeCharge(walker);
      await walker.stripe.refunds.create({ charge, ...(random.chance(0.5) ? { amount: 100 } : {}) });
      living.charges--;
    },
  },
  "dispute, won": {
    weight: 1,
    can: (_, living) => living !== null && living.charges > 0,
    async act(walker, living) {
      await dispute(walker, "won");
      living.charges--;
    },
  },
  "dispute, lost": {
    weight: 1,
    can: (_, living) => living !== null && living.charges > 0,
    async act(walker, living) {
      await dispute(walker, "lost");
      living.charges--;
      living.isDisputeLost = true;
    },
  },
  "second plan": {
    weight: 1,
    can: (state, living) => isPlain(state, living) && living?.scheduleEnd === null,
    async act(walker, _, random) {
      const customer = customerOf(walker);
      await walker.stripe.subscriptions.create({
        customer,
        items: [{ price: priceOf(walker, random.pick(plans.slice(0, 2))) }],
        default_payment_method: await newMethod(walker, customer, "pm_card_visa"),
        metadata: { walk: "second" },
      });
      await deliverLate(walker, random);
    },
  },
};

async function dispute(walker: Walker, outcome: "won" | "lost"): Promise<void> {
  const { local } = walker.world;
  const charge = await freeCharge(walker);
  const { id } = await local.control<{ id: string }>("POST", "disputes", { charge });
  await local.control("POST", "disputes/settle", { dispute: id, outcome });
}
