import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { noFacts } from "./resolve.ts";
import { findAccessFacts, lockAccessFacts } from "./store.ts";

openTestDatabase();
const instant = new Date("2026-05-01T12:00:00.123Z");

async function makeWorkspace(trialEndsAt: Date | null = null): Promise<string> {
  return (await db().workspace.create({ data: { name: "Test", trialEndsAt } })).id;
}

type Row = { status?: string; tier?: string | null; kind?: "plan" | "boost"; setAsideReason?: string };

async function subscribe(workspaceId: string, row: Row = {}): Promise<string> {
  const customer = await db().billingCustomer.create({
    data: { id: `cus_${randomUUID()}`, workspaceId, isCurrent: false },
  });
  const { id } = await db().billingSubscription.create({
    data: {
      id: `sub_${randomUUID()}`,
      workspaceId,
      customerId: customer.id,
      kind: "plan",
      status: "past_due",
      graceUntil: instant,
      priceId: "price_test",
      tier: "premium",
      currency: "usd",
      quantity: 1,
      startedAt: instant,
      details: {},
      ...row,
    },
  });
  return id;
}

const about = { effect: "deny" as const, feature: "sso", reason: "r", createdBy: "b" };
const waiver = { tier: "elite", reason: "r", grantedBy: "b", endsAt: instant };

describe("the facts of a workspace", () => {
  test("are read whole, with their instants to the millisecond", async () => {
    const workspaceId = await makeWorkspace(instant);
    await subscribe(workspaceId);
    await db().feeWaiver.create({ data: { workspaceId, ...waiver } });
    await db().entitlementOverride.create({ data: { workspaceId, ...about, endsAt: instant } });
    const facts = {
      ...noFacts,
      trialEndsAt: instant,
      subscriptions: [{ tier: "premium", status: "past_due", graceUntil: instant }],
      waivers: [{ tier: "elite", endsAt: instant }],
      overrides: [{ subject: "workspace", effect: "deny", feature: "sso", endsAt: instant }],
    };
    expect(await findAccessFacts(db(), workspaceId)).toEqual(facts);
    expect(await db().$transaction((tx) => lockAccessFacts(tx, workspaceId))).toEqual(facts);
  });

  test("are none of another workspace's or another person's", async () => {
    const [workspaceId, other] = [await makeWorkspace(), await makeWorkspace(instant)];
    await subscribe(other);
    await db().feeWaiver.create({ data: { workspaceId: other, ...waiver } });
    await db().entitlementOverride.create({ data: { workspaceId: other, ...about } });
    const profile = await db().profile.create({ data: { id: randomUUID(), email: "a@x.test" } });
    await db().entitlementOverride.create({ data: { profileId: profile.id, ...about } });
    expect(await findAccessFacts(db(), workspaceId)).toEqual(noFacts);
    expect(await findAccessFacts(db(), workspaceId, randomUUID())).toEqual(noFacts);
    expect((await findAccessFacts(db(), workspaceId, profile.id)).overrides).toHaveLength(1);
  });

  test("leave out what is over, a second plan, boosts and what is not known any more", async () => {
    const workspaceId = await makeWorkspace();
    await subscribe(workspaceId, { status: "canceled" });
    await subscribe(workspaceId, { setAsideReason: "second_plan" });
    await subscribe(workspaceId, { kind: "boost" });
    const over = { revokedAt: instant, revokedBy: "b", revokeReason: "r" };
    await db().feeWaiver.create({ data: { workspaceId, ...waiver, ...over } });
    const ended = { endedAt: instant, endedBy: "b", endReason: "r" };
    await db().entitlementOverride.create({ data: { workspaceId, ...about, ...ended } });
    await db().entitlementOverride.create({ data: { workspaceId, ...about, feature: "teleport" } });
    expect(await findAccessFacts(db(), workspaceId)).toEqual(noFacts);
    await subscribe(workspaceId, { tier: "platinum" });
    expect((await findAccessFacts(db(), workspaceId)).subscriptions).toMatchObject([{ tier: null }]);
  });

  test("of one that is not there are none, and there is nothing to lock", async () => {
    expect(await findAccessFacts(db(), randomUUID())).toEqual(noFacts);
    await expect(db().$transaction((tx) => lockAccessFacts(tx, randomUUID()))).rejects.toThrow("not there");
  });
});

test("the version rises with a subscription and given time, by whatever hand, and with nothing else", async () => {
  const id = await makeWorkspace();
  const version = async () => (await db().workspace.findUniqueOrThrow({ where: { id } })).entitlementVersion;
  expect(await version()).toBe(0);
  const subscription = await subscribe(id);
  expect(await version()).toBe(1);
  await db().billingSubscription.update({ where: { id: subscription }, data: { status: "active" } });
  expect(await version()).toBe(2);
  await db().workspace.update({ where: { id }, data: { promoEndsAt: instant } });
  expect(await version()).toBe(3);
  await db().workspace.update({ where: { id }, data: { name: "Another", promoEndsAt: instant } });
  expect(await version()).toBe(3);
  await db().billingSubscription.delete({ where: { id: subscription } });
  expect(await version()).toBe(4);
});
