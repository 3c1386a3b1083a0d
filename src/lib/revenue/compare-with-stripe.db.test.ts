import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { openLocalStripe } from "../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { compareWithStripe, getLatestComparison } from "./compare-with-stripe.ts";
import { emptyBooks, makeBuyerAt, makeReader } from "./revenue.testing.ts";

const database = openTestDatabase();
const local = openLocalStripe({ BILLING_GRACE_HOURS: "24" });
const admin = makeReader();
const tools = () => ({ db: db(), stripe: local.stripe, now: () => new Date() });
const makeBuyer = () => makeBuyerAt(local.stripe);

beforeEach(() => emptyBooks(database().pool));

describe("the comparison with Stripe", () => {
  test("finds no difference, then each planted one by its id, and goes on where its time was up", async () => {
    const payers = [await makeBuyer(), await makeBuyer()];
    const one = await compareWithStripe(tools(), admin, () => true);
    expect(one.endedAt).toBeNull();
    let done = one;
    for (let call = 0; call < 5 && done.endedAt === null; call++)
      done = await compareWithStripe(tools(), admin, () => true);
    expect(done).toMatchObject({
      id: one.id,
      invoices: 2,
      subscriptions: 2,
      differenceCount: 0,
      differences: [],
    });
    expect(done.endedAt).not.toBeNull();

    const [first, second] = payers.map(({ workspaceId }) => workspaceId);
    await db().billingInvoice.updateMany({
      where: { workspaceId: first ?? "" },
      data: { amountPaidMinor: 899 },
    });
    await db().billingSubscription.updateMany({
      where: { workspaceId: second ?? "" },
      data: { status: "unpaid" },
    });
    const { id, ...row } = await db().billingInvoice.findFirstOrThrow({
      where: { workspaceId: second ?? "" },
    });
    await db().billingInvoice.create({ data: { ...row, id: "in_of_nobody", createdAt: new Date(0) } });
    const found = await compareWithStripe(tools(), admin);
    expect(found.differenceCount).toBe(3);
    expect(found.differences.map(({ stripe, here }) => [stripe, here])).toEqual([
      ["active, 900 usd", "unpaid, 900 usd"],
      ["paid, 900 usd, paid 900", "paid, 900 usd, paid 899"],
      [null, "paid, 900 usd, paid 900"],
    ]);
    expect(await getLatestComparison(db(), admin)).toMatchObject({ id: found.id, differenceCount: 3 });
    expect(id).toBeTruthy();
  });

  test("says that Stripe does not answer, keeps what it has compared, and counts nothing twice", async () => {
    await makeBuyer();
    await local.control("POST", "faults", { kind: "500", count: 20, match: "^GET /v1/invoices" });
    await expect(compareWithStripe(tools(), admin)).rejects.toMatchObject({
      code: "unavailable",
      details: { values: { reason: "change_unknown" } },
    });
    await local.control("POST", "settings", { faults: [] });
    const brokenOff = await getLatestComparison(db(), admin);
    expect(brokenOff).toMatchObject({ subscriptions: 1, invoices: 0, endedAt: null });
    const done = await compareWithStripe(tools(), admin);
    expect(done).toMatchObject({ id: brokenOff?.id, subscriptions: 1, invoices: 1, differenceCount: 0 });
  });

  test("counts every difference, also those that are more than it names", async () => {
    const { workspaceId } = await makeBuyer();
    const { id: _, ...row } = await db().billingInvoice.findFirstOrThrow({ where: { workspaceId } });
    const old = { ...row, createdAt: new Date(0) };
    const ids = Array.from({ length: 130 }, (_, index) => `in_of_nobody_${index}`);
    await db().billingInvoice.createMany({ data: ids.map((id) => ({ ...old, id })) });
    const { differenceCount, differences } = await compareWithStripe(tools(), admin);
    expect([differenceCount, differences.length]).toEqual([130, 100]);
  });

  test("leaves out what other customers of the account have, and says how much", async () => {
    const payer = await makeBuyer();
    await db().$transaction(async (tx) => {
      const where = { workspaceId: payer.workspaceId };
      await tx.billingInvoice.deleteMany({ where });
      await tx.billingSubscription.deleteMany({ where });
      await tx.billingPaymentMethod.deleteMany({ where });
      await tx.billingCustomer.deleteMany({ where });
    });
    const { differenceCount, foreign } = await compareWithStripe(tools(), admin);
    expect(differenceCount).toBe(0);
    expect(foreign).toBeGreaterThanOrEqual(2);
  });
});
