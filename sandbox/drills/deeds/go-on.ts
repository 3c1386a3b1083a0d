import { syncCustomer } from "#lib/billing/mirror/sync-customer.ts";
import { end, isOver, learn, type State, type Subscription } from "../walk-model.ts";
import { customerOf, deliverLate, pass } from "../walker.ts";
import { type Deed, day, hour } from "./deed.ts";

const isLiving = (_: State, living: Subscription | null) => living !== null;

/** Time passes, customers vanish, and what was lost is heard of. */
export const goingOn: Record<string, Deed> = {
  "three hours": { weight: 6, can: isLiving, act: (walker) => pass(walker, 3 * hour) },
  "a day": { weight: 4, can: () => true, act: (walker) => pass(walker, 26 * hour) },
  "eight days": { weight: 3, can: isLiving, act: (walker) => pass(walker, 8 * day) },
  "sixteen days": { weight: 3, can: isLiving, act: (walker) => pass(walker, 16 * day) },
  renewal: {
    weight: 5,
    can: ({ time }, living) => living !== null && living.status !== "incomplete" && living.periodEnd > time,
    act: (walker, living) => pass(walker, living.periodEnd - walker.state.time + 2 * hour),
  },
  "delete the customer": {
    weight: 1,
    can: ({ hasCustomer, isKnown }) => hasCustomer && isKnown,
    async act(walker) {
      await walker.stripe.customers.del(customerOf(walker));
      const { state } = walker;
      if (state.subscription && !isOver(state.subscription)) end(state, state.subscription);
      Object.assign(state, { hasCustomer: false, card: "none" });
    },
  },
  "what was lost comes": {
    weight: 5,
    can: ({ isKnown }) => !isKnown,
    act: (walker, _, random) => deliverLate(walker, random),
  },
  "restore purchase": {
    weight: 1,
    can: ({ hasCustomer }) => hasCustomer,
    async act(walker) {
      await syncCustomer(walker.tools, customerOf(walker));
      learn(walker.state);
    },
  },
};
