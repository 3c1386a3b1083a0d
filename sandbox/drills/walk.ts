import type Stripe from "stripe";
import { handleDowngrade } from "#lib/codes/handle-downgrade.ts";
import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { db } from "#platform/db/prisma.ts";
import type { createEventHub } from "./event-hub.ts";
import { seededRandom } from "./random.ts";
import { deeds } from "./walk-deeds.ts";
import { livingOf, type State, type Subscription, tierOf } from "./walk-model.ts";
import { current, customerOf, deliver, deliverLate, priceOf, startWalker, type Walker } from "./walker.ts";
import type { World } from "./world.ts";

/** One step can be taken again: its name, and what its own choices are drawn from. */
export type Step = { deed: string; seed: number };

export type Walked = {
  steps: Step[];
  edges: string[];
  /** What went wrong after the last step; null when model, database and Stripe agreed all the way. */
  failure: string | null;
};

type Place = { world: World; hub: ReturnType<typeof createEventHub>; dunningEnd: State["dunningEnd"] };

const freeCodes = 10;

/** Walks so many steps from a seed, or takes the given ones again as far as they still make sense. */
export async function walk(place: Place, seed: number, length: number, given?: Step[]): Promise<Walked> {
  const random = seededRandom(seed);
  const walker = await startWalker(place.world, place.hub, place.dunningEnd, random);
  const steps: Step[] = [];
  try {
    for (let at = 0; at < (given?.length ?? length); at++) {
      const step = given ? given[at] : drawStep(walker.state, random);
      if (!step || !deeds[step.deed]?.can(walker.state, livingOf(walker.state))) continue;
      steps.push(step);
      await take(walker, step);
    }
    steps.push({ deed: "the end", seed: 0 });
    await deliverLate(walker, random);
    walker.state.isKnown = true;
    await sweep(walker);
    await compareWithModel(walker, true);
  } catch (error) {
    const failure = error instanceof Error ? String(error.stack) : String(error);
    return { steps, edges: walker.state.edges, failure };
  }
  return { steps, edges: walker.state.edges, failure: null };
}

function drawStep(state: State, random: ReturnType<typeof seededRandom>): Step {
  const living = livingOf(state);
  const possible = Object.entries(deeds).filter(([, { can }]) => can(state, living));
  let roll = random.next() * possible.reduce((sum, [, { weight }]) => sum + weight, 0);
  const drawn = possible.find(([, { weight }]) => {
    roll -= weight;
    return roll < 0;
  });
  return { deed: drawn?.[0] ?? "a day", seed: random.below(2 ** 31) };
}

async function take(walker: Walker, step: Step): Promise<void> {
  const random = seededRandom(step.seed);
  // SAFETY: a deed that needs a living subscription can only be done with one.
  await deeds[step.deed]?.act(walker, livingOf(walker.state) as never, random);
  const roll = random.next();
  await deliver(walker, roll < 0.7 ? "once" : roll < 0.85 ? "twice" : "lost");
  await compareWithModel(walker, walker.state.isKnown);
}

/** What the sweep of every minute does for one workspace: time alone may have ended something. */
async function sweep({ viewer, state }: Walker): Promise<void> {
  await db().$transaction((tx) => handleDowngrade(tx, viewer.workspace.id, new Date(state.time * 1000)));
}

/** @param isKnown whether our database should agree, too */
async function compareWithModel(walker: Walker, isKnown: boolean): Promise<void> {
  const { state, stripe, viewer } = walker;
  const living = livingOf(state);
  if (state.subscription !== null) {
    const real = await current(walker);
    const price = real.items.data[0]?.price.id;
    same(walker, "Stripe", state.subscription.status, real.status);
    if (living !== null) same(walker, "Stripe", factsOf(walker, living), readFacts(real));
    if (isKnown) {
      const { data } = await stripe.subscriptions.list({ customer: customerOf(walker) });
      same(walker, "live subscriptions at Stripe", living === null ? 0 : 1, data.length);
      const row = await db().billingSubscription.findUnique({ where: { id: real.id } });
      same(walker, "our row", [real.status, price], [row?.status, row?.priceId]);
    }
  }
  if (!isKnown) return;
  const workspaceId = viewer.workspace.id;
  await sweep(walker);
  const tier = tierOf(state);
  const facts = await findAccessFacts(db(), workspaceId);
  same(walker, "access", tier, resolve(facts, new Date(state.time * 1000)).tier);
  const active = await db().qrCode.count({ where: { workspaceId, isActive: true } });
  const wanted = tier === "starter" ? Math.min(walker.codes, freeCodes) : walker.codes;
  same(walker, "active codes", wanted, active);
}

function factsOf(walker: Walker, living: Subscription) {
  const { plan, periodEnd, cancelAt, pending, scheduleEnd } = living;
  const price = priceOf(walker, plan);
  return { price, periodEnd, cancelAt, isPending: pending !== null, isScheduled: scheduleEnd !== null };
}

function readFacts({ items, cancel_at, pending_update, schedule }: Stripe.Subscription) {
  const [item] = items.data;
  return {
    price: item?.price.id,
    periodEnd: item?.current_period_end,
    cancelAt: cancel_at,
    isPending: pending_update !== null,
    isScheduled: schedule !== null,
  };
}

function same({ state }: Walker, what: string, model: unknown, real: unknown): void {
  const [wanted, found] = [JSON.stringify(model), JSON.stringify(real)];
  if (wanted === found) return;
  throw new Error(`${what}: the model says ${wanted}, found ${found}; ${JSON.stringify(state)}`);
}

const replays = 40;

/** Leaves out one step after the other as long as the walk still fails. */
export async function shrink(place: Place, seed: number, failed: Walked): Promise<Walked> {
  let shortest = failed;
  for (let replay = 0, at = shortest.steps.length - 2; replay < replays && at >= 0; replay++, at--) {
    const without = shortest.steps.filter((_, index) => index !== at);
    const again = await walk(place, seed, 0, without);
    if (again.failure !== null) {
      shortest = again;
      at = Math.min(at, again.steps.length - 1);
    }
  }
  return shortest;
}
