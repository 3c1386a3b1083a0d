import type { Random } from "../random.ts";
import type { Plan, State, Subscription } from "../walk-model.ts";
import type { Walker } from "../walker.ts";

export const hour = 3600;
export const day = 24 * hour;

export type Deed = {
  /** How often, beside the others. */
  weight: number;
  can: (state: State, living: Subscription | null) => boolean;
  /** Does it at Stripe or through the product, and in the model. */
  act: (walker: Walker, living: Subscription, random: Random) => Promise<unknown>;
};

export const plans: Plan[] = [
  { tier: "premium", interval: "month" },
  { tier: "premium", interval: "year" },
  { tier: "enterprise", interval: "month" },
  { tier: "enterprise", interval: "year" },
];

/** In good order: nothing waits, nothing ends. */
export const isPlain = (state: State, living: Subscription | null) =>
  state.isKnown &&
  living?.status === "active" &&
  living.cancelAt === null &&
  living.pending === null &&
  living.draft === null;
