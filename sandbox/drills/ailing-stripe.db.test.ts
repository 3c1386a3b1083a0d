import { expect, test } from "vitest";
import { changePlan } from "#lib/billing/change-plan/change-plan.ts";
import { previewChange } from "#lib/billing/change-plan/preview-change.ts";
import { startCheckout } from "#lib/billing/checkout.ts";
import { openPortal } from "#lib/billing/portal.ts";
import { reconcile } from "#lib/billing/reconcile/reconcile.ts";
import { cancelSubscription, getBillingState, resumeSubscription } from "#lib/billing/subscription.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { cardForm, openPage } from "../stripe/testing/browser.ts";
import { compareWithStripe } from "./compare-with-stripe.ts";
import { makeOwner } from "./owners.ts";
import { type Random, seededRandom } from "./random.ts";
import { printTable, seed, sized } from "./size.ts";
import { openWorld, type World } from "./world.ts";

const openedWorld = openWorld();
const people = sized(2, 40);
const pro = { plan: "pro", interval: "month" } as const;
const enterprise = { plan: "enterprise", interval: "month" } as const;
const mostPresses = 50;
let presses = 0;

const illnesses = ["reset_after_commit", "reset_after_commit", "500", "reset", "409", "429"] as const;

/** Most of the time the next calls fail in some way, some after Stripe has done what was asked. */
async function fallIll({ local }: World, random: Random): Promise<void> {
  await local.control("POST", "settings", { failureRate: 0.1, faults: [] });
  if (random.chance(0.4)) return;
  const match = random.chance(0.7) ? "POST" : null;
  // A line that was cut is tried once more by Stripe's package itself.
  await local.control("POST", "faults", { kind: random.pick(illnesses), count: 2, match });
}

/** Presses a button until it has worked; what does not work says that it can be tried again. */
async function press<T>(world: World, random: Random, button: () => Promise<T>): Promise<T> {
  for (let time = 1; time < mostPresses; time++) {
    presses++;
    await fallIll(world, random);
    try {
      return await button();
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "unavailable") throw error;
    }
  }
  throw new Error("it never worked");
}

async function live(world: World, viewer: Viewer, random: Random): Promise<void> {
  // A client that gives up at once: what fails reaches the button.
  const tools = { ...world.toolsAt(), stripe: world.local.stripe };
  const { url } = await press(world, random, () => startCheckout(tools, viewer, pro, null));
  await (await openPage(url)).submit("complete", cardForm());
  await world.local.control("POST", "settings/reset");
  await reconcile(tools);
  await press(world, random, () => openPortal(tools, viewer));
  await press(world, random, async () => {
    // Whoever looks again sees what was done although its answer was lost.
    const { subscription } = await getBillingState(db(), viewer, new Date());
    if (subscription?.tier === "enterprise") return;
    const { prorationDate, amountDueMinor } = await previewChange(tools, viewer, enterprise);
    if (prorationDate === null) throw new Error("an upgrade is not for now");
    await changePlan(tools, viewer, { target: enterprise, prorationDate, amountDueMinor });
  });
  await press(world, random, () => cancelSubscription(tools, viewer));
  await press(world, random, () => resumeSubscription(tools, viewer));
  await world.local.control("POST", "settings/reset");
}

test("of buttons pressed again and again while Stripe fails and loses answers, everything is done once", {
  timeout: sized(180_000, 900_000),
}, async () => {
  const world = openedWorld();
  const random = seededRandom(seed);
  const started = performance.now();
  for (let person = 0; person < people; person++) {
    const viewer = await makeOwner(0);
    await live(world, viewer, random);
    const customers = await world.local.stripe.customers.list({ email: viewer.email, limit: 100 });
    expect(customers.data).toHaveLength(1);
    const customer = customers.data[0]?.id ?? "";
    const { data: sessions } = await world.local.stripe.checkout.sessions.list({ customer, limit: 100 });
    expect(sessions.map(({ status }) => status)).toEqual(["complete"]);
    const { data: subscriptions } = await world.local.stripe.subscriptions.list({ customer, status: "all" });
    expect(subscriptions).toHaveLength(1);
    expect(subscriptions[0]).toMatchObject({ status: "active", cancel_at: null });
    const { data: invoices } = await world.local.stripe.invoices.list({ customer, limit: 100 });
    expect(invoices.map(({ billing_reason }) => billing_reason)).toEqual([
      "subscription_update",
      "subscription_create",
    ]);
  }
  await reconcile(world.toolsAt());
  expect(await compareWithStripe(world.database, world.local)).toEqual([]);
  const { data: portals } = await world.local.stripe.billingPortal.configurations.list({ limit: 100 });
  printTable("ailing Stripe", {
    people,
    presses,
    "portal configurations": portals.length,
    seconds: ((performance.now() - started) / 1000).toFixed(1),
  });
  expect(portals).toHaveLength(1);
});
