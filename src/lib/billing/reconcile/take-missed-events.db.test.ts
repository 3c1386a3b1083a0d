import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { reconcile } from "./reconcile.ts";
import { takeMissedEvents } from "./take-missed-events.ts";

openTestDatabase();
const local = openLocalStripe();
const pageSize = 5;
const tools = () => ({ db: db(), stripe: local.stripe, now: () => new Date() });
const stored = () => db().webhookEvent.count();
const always = () => true;

beforeEach(async () => {
  await db().webhookEvent.deleteMany();
  await db().billingCursor.deleteMany();
});

async function listed(): Promise<number> {
  return (await local.stripe.events.list().autoPagingToArray({ limit: 10_000 })).length;
}

async function makeEvents(count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await local.stripe.customers.create({ email: `${index}@example.test` });
  }
}

describe("a walk through Stripe's events that is cut short", () => {
  test("goes on where it stopped, page by page, and stores each event once", async () => {
    await makeEvents(17);
    const all = await listed();
    for (let walked = pageSize; walked < all; walked += pageSize) {
      expect((await takeMissedEvents(tools(), always, pageSize)).isComplete).toBe(false);
      expect(await stored()).toBe(walked);
    }
    expect((await takeMissedEvents(tools(), () => false, pageSize)).isComplete).toBe(true);
    expect(await stored()).toBe(all);
    expect(await takeMissedEvents(tools(), () => false)).toEqual({ eventIds: [], isComplete: true });
  });

  test("leaves what happens meanwhile to the next one", async () => {
    await makeEvents(8);
    await takeMissedEvents(tools(), always, pageSize);
    await makeEvents(3);
    const all = await listed();
    while (!(await takeMissedEvents(tools(), always, pageSize)).isComplete);
    await takeMissedEvents(tools(), () => false);
    expect(await stored()).toBe(all);
  });

  test("at an event that Stripe lists no more begins anew", async () => {
    await makeEvents(8);
    await takeMissedEvents(tools(), always, pageSize);
    await db().billingCursor.updateMany({ data: { position: "1:evt_of_long_ago" } });
    expect(await takeMissedEvents(tools(), () => false)).toMatchObject({ isComplete: true });
    expect(await stored()).toBe(await listed());
  });

  test("makes the reconciliation incomplete, and customers wait for its end", async () => {
    await makeEvents(130);
    expect(await reconcile(tools(), always)).toMatchObject({ isComplete: false, customers: 0 });
    expect(await reconcile(tools())).toMatchObject({ isComplete: true });
    expect(await stored()).toBe(await listed());
  });
});
