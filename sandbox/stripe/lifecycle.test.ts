import type Stripe from "stripe";
import { afterEach, describe, expect, test } from "vitest";
import { suiteHarness } from "./testing/clocked.ts";
import { begin } from "./testing/life.ts";
import { ends } from "./testing/life-ends.ts";
import { starts } from "./testing/life-starts.ts";

const harness = suiteHarness();
const stories = [...starts, ...ends];

afterEach(() => harness().control("POST", "settings/reset"));

/** Every edge that Stripe's documentation names. */
const edges = [
  "new>incomplete",
  "incomplete>active",
  "incomplete>incomplete_expired",
  "new>trialing",
  "trialing>active",
  "trialing>paused",
  "trialing>canceled",
  "active>past_due",
  "past_due>active",
  "past_due>canceled",
  "past_due>unpaid",
  "past_due>paused",
  "unpaid>active",
  "unpaid>canceled",
  "active>paused",
  "paused>active",
  "paused>past_due",
  "paused>canceled",
  "active>canceled",
];

/** The statuses that the events of a customer's subscription told, in their order. */
async function pathOf(stripe: Stripe, customer: string): Promise<string> {
  const told: string[] = [];
  for await (const { type, data } of stripe.events.list({ limit: 100 })) {
    const object = data.object as { customer?: string; status?: string };
    if (!type.startsWith("customer.subscription.") || object.customer !== customer) continue;
    if (object.status !== told[0]) told.unshift(object.status ?? "");
  }
  return told.join(" ");
}

describe("a subscription's life", { timeout: 30_000 }, () => {
  test.each(stories)("$name ($path)", async ({ path, card, live }) => {
    const world = await begin(harness(), card);
    await live(world);
    expect(await pathOf(world.stripe, world.customer.id)).toBe(path);
    await harness().control("POST", "reset");
  });

  test("is told above along every edge", () => {
    const walked = new Set(
      stories.flatMap(({ path }) => {
        const steps = ["new", ...path.split(" ")];
        return steps.slice(1).map((to, index) => `${steps[index]}>${to}`);
      }),
    );
    expect([...walked].sort()).toEqual(edges.toSorted());
  });
});
