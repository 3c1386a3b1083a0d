import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { makeSyncedPayer, type SyncedPayer } from "./synced-payer.testing.ts";

openTestDatabase();
const local = openLocalStripe({ GATEKEEPER_ENABLED: "true", BILLING_GRACE_HOURS: "24" });

/** One that has paid once. */
async function makePaying(): Promise<SyncedPayer & { charge: string }> {
  const payer = await makeSyncedPayer(local.stripe);
  await payer.subscribe();
  await payer.sync();
  const [charge] = await payer.charges();
  return { ...payer, charge: charge?.id ?? "" };
}

const cardsOf = ({ workspaceId }: SyncedPayer) =>
  db().billingPaymentMethod.findMany({ where: { workspaceId }, orderBy: { createdAt: "asc" } });
const refundsOf = ({ workspaceId }: SyncedPayer) =>
  db().billingRefund.findMany({ where: { workspaceId }, orderBy: { amountMinor: "asc" } });

describe("cards", () => {
  test("are mirrored by their make and end, the default among them, and go when they are detached", async () => {
    const payer = await makePaying();
    const mastercard = await payer.setCard("pm_card_mastercard");
    await payer.sync();
    const [visa, other] = await cardsOf(payer);
    expect(visa).toMatchObject({ type: "card", brand: "visa", last4: "4242", isDefault: false });
    expect(other).toMatchObject({ id: mastercard, brand: "mastercard", isDefault: true });
    await local.stripe.paymentMethods.detach(mastercard);
    await payer.sync();
    expect(await cardsOf(payer)).toMatchObject([{ id: visa?.id, isDefault: false }]);
    expect(await payer.actions()).toEqual(
      expect.arrayContaining(["payment_method.added", "payment_method.changed", "payment_method.removed"]),
    );
  });

  test("that only the subscription has for its default are the default", async () => {
    const payer = await makeSyncedPayer(local.stripe);
    const { id } = await local.stripe.paymentMethods.attach("pm_card_mastercard", {
      customer: payer.customerId,
    });
    await payer.subscribe({ default_payment_method: id });
    const customers = local.stripe.customers;
    await customers.update(payer.customerId, { invoice_settings: { default_payment_method: "" } });
    await payer.sync();
    expect((await cardsOf(payer)).filter(({ isDefault }) => isDefault)).toMatchObject([{ id }]);
  });
});

describe("refunds", () => {
  test("in parts change no access, and the audit tells each once", async () => {
    const payer = await makePaying();
    for (const amount of [100, 300]) await local.stripe.refunds.create({ charge: payer.charge, amount });
    await payer.sync();
    await payer.sync();
    const invoice = await db().billingInvoice.findFirst({ where: { workspaceId: payer.workspaceId } });
    expect(await refundsOf(payer)).toMatchObject([
      {
        amountMinor: 100,
        currency: "usd",
        status: "succeeded",
        chargeId: payer.charge,
        invoiceId: invoice?.id,
      },
      { amountMinor: 300 },
    ]);
    expect((await payer.access()).tier).toBe("premium");
    expect((await payer.actions()).filter((action) => action === "refund.created")).toHaveLength(2);
  });

  test("in full change no access", async () => {
    const payer = await makePaying();
    await local.stripe.refunds.create({ charge: payer.charge });
    await payer.sync();
    expect((await payer.access()).tier).toBe("premium");
    expect(Object.values(await payer.statuses())).toEqual(["active"]);
  });

  test("that fail weeks later are seen to, although the charge says nothing of them any more", async () => {
    const payer = await makePaying();
    const { id } = await local.stripe.refunds.create({ charge: payer.charge });
    await payer.sync();
    await local.control("POST", "refunds/fail", { refund: id });
    await payer.sync();
    expect(await refundsOf(payer)).toMatchObject([{ id, status: "failed" }]);
    const actions = await payer.actions();
    expect(actions).toEqual(expect.arrayContaining(["refund.changed", "warning.refund_failed"]));
  });
});

test("a customer that is deleted keeps refunds and disputes and loses its cards", async () => {
  const payer = await makePaying();
  await local.stripe.refunds.create({ charge: payer.charge, amount: 100 });
  await local.control("POST", "disputes", { charge: payer.charge });
  await payer.sync();
  await local.stripe.customers.del(payer.customerId);
  await payer.sync();
  const { workspaceId } = payer;
  expect(await cardsOf(payer)).toEqual([]);
  expect(await refundsOf(payer)).toHaveLength(1);
  expect(await db().billingDispute.count({ where: { workspaceId } })).toBe(1);
  const before = await payer.versions();
  expect(await payer.sync()).toMatchObject({ kind: "written", changes: 0 });
  expect(await payer.versions()).toBe(before);
});

test("what another workspace's customer has is not touched", async () => {
  const [mine, theirs] = [await makePaying(), await makePaying()];
  await local.stripe.refunds.create({ charge: theirs.charge });
  await theirs.sync();
  const before = await theirs.versions();
  await local.stripe.customers.del(mine.customerId);
  await mine.sync();
  expect(await theirs.versions()).toBe(before);
});

test("a reading costs five calls when nothing special has happened", async () => {
  const payer = await makePaying();
  const calls = async () => {
    const { endpoints } = await local.control<{ endpoints: Record<string, number> }>("GET", "counts");
    return Object.values(endpoints).reduce((sum, one) => sum + one, 0);
  };
  const before = await calls();
  await payer.sync();
  expect((await calls()) - before).toBe(5);
});

test.each([1, 2, 3])("in any order and number of readings the rows are the same, seed %i", async (seed) => {
  const payer = await makePaying();
  const step = fc.constantFrom("refund", "card", "detach", "read", "read", "read");
  const [steps] = fc.sample(fc.array(step, { minLength: 12, maxLength: 12 }), { numRuns: 1, seed });
  let cards = [await payer.setCard("pm_card_visa")];
  for (const one of steps ?? []) {
    const detached = one === "detach" ? cards.shift() : undefined;
    if (detached) await local.stripe.paymentMethods.detach(detached);
    if (one === "card") cards = [...cards, await payer.setCard("pm_card_mastercard")];
    if (one === "refund") await local.stripe.refunds.create({ charge: payer.charge, amount: 7 });
    if (one === "read") await Promise.all([payer.sync(), payer.sync()]);
  }
  await payer.sync();
  const { data: methods } = await local.stripe.customers.listPaymentMethods(payer.customerId, { limit: 100 });
  const { data: refunds } = await local.stripe.refunds.list({ charge: payer.charge, limit: 100 });
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();
  expect(ids(await cardsOf(payer))).toEqual(ids(methods));
  expect(ids(await refundsOf(payer))).toEqual(ids(refunds));
  const actions = await payer.actions();
  expect(actions.filter((action) => action === "refund.created")).toHaveLength(refunds.length);
  const before = await payer.versions();
  await payer.sync();
  expect(await payer.versions()).toBe(before);
});
