import { beforeEach, describe, expect, test } from "vitest";
import { priceOf } from "#lib/billing/billing.testing.ts";
import { isWritten, makeSyncedPayer, type SyncedPayer } from "#lib/billing/mirror/synced-payer.testing.ts";
import { reconcile } from "#lib/billing/reconcile/reconcile.ts";
import { db } from "#platform/db/prisma.ts";
import { advance } from "../../../sandbox/stripe/testing/harness.ts";
import { openLocalStripe } from "../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { compareWithStripe, getLatestComparison } from "./compare-with-stripe.ts";
import { getRates, setRate } from "./exchange-rates.ts";
import { exportRows } from "./export-rows.ts";
import { foldFigures } from "./figures-store.ts";
import { getRows, withinReach } from "./list-rows.ts";
import { monthOf } from "./months.ts";
import { countBoth, makeReader } from "./revenue.testing.ts";
import { getMrr, getRevenue } from "./revenue.ts";
import { rateBody, rowsQuery } from "./validation.ts";

const database = openTestDatabase();
const local = openLocalStripe({ BILLING_GRACE_HOURS: "24" });
const admin = makeReader();
const start = new Date(1_800_000_000 * 1000);
const month = monthOf(start);
const tools = () => ({ db: db(), stripe: local.stripe, now: () => new Date() });

beforeEach(async () => {
  // Sums are kept by triggers, which an emptied table does not call.
  await database().pool.query(
    `BEGIN; SET LOCAL session_replication_role = replica;
     TRUNCATE workspaces, trials, figure_sums, figure_deltas, stripe_comparisons CASCADE; COMMIT`,
  );
});

async function makeBuyer(offer: Parameters<typeof priceOf>[0] = {}, coupon?: string): Promise<SyncedPayer> {
  const payer = await makeSyncedPayer(local.stripe);
  const discounts = coupon ? [{ coupon }] : undefined;
  await payer.subscribe({ items: [{ price: priceOf(offer) }], ...(discounts && { discounts }) });
  await payer.sync();
  return payer;
}

const total = async () => (await getRevenue(db(), admin, month)).total;
const mrr = async () => {
  const figures = await getMrr(db(), admin, new Date(start.getTime() + 60_000));
  return {
    total: figures.total.map(({ currency, minor, subscriptions }) => [currency, minor, subscriptions]),
    moved: figures.movements.map(({ kind, currency, minor }) => [kind, currency, minor]),
  };
};

describe("money", () => {
  test("is what was paid, apart by currency, and less by a refund, to the minor unit", async () => {
    await makeBuyer();
    const { charges, sync } = await makeBuyer({ plan: "enterprise", interval: "year", currency: "eur" });
    await makeBuyer({ interval: "year", currency: "eur" });
    expect((await total()).map(({ currency, netMinor, payments }) => [currency, netMinor, payments])).toEqual(
      [
        ["eur", 53_000, 2],
        ["usd", 900, 1],
      ],
    );
    const [charge] = await charges();
    await local.stripe.refunds.create({ charge: charge?.id ?? "", amount: 1_234 });
    await sync();
    const now = monthOf(new Date());
    const refunded = (await getRevenue(db(), admin, now)).by.find(({ dimension }) => dimension === "tier");
    const inMonth = await getRevenue(db(), admin, month);
    const sums = [...(refunded?.rows ?? []), ...inMonth.total].filter(({ refunds }) => refunds > 0);
    expect(sums.map(({ refundedMinor }) => refundedMinor)).toContain(1_234);
    const { rows, kept } = await countBoth();
    expect(kept).toEqual(rows);
  });

  test("is told apart by plan, interval and discount", async () => {
    const { id } = await local.stripe.coupons.create({ percent_off: 25, duration: "forever" });
    await makeBuyer({}, id);
    await makeBuyer({ plan: "enterprise", interval: "year" });
    const { by } = await getRevenue(db(), admin, month);
    expect(
      by.map(({ dimension, rows }) => [dimension, rows.map(({ key, netMinor }) => [key, netMinor])]),
    ).toEqual([
      [
        "tier",
        [
          ["enterprise", 49_000],
          ["premium", 675],
        ],
      ],
      [
        "interval",
        [
          ["month", 675],
          ["year", 49_000],
        ],
      ],
      [
        "tag",
        [
          ["discounted", 675],
          ["full", 49_000],
        ],
      ],
    ]);
  });

  test("of a price that is none of ours is counted, and said to be unknown", async () => {
    const payer = await makeSyncedPayer(local.stripe);
    const product = await local.stripe.products.create({ name: "Foreign" });
    const price = await local.stripe.prices.create({
      ...{ product: product.id, currency: "usd", unit_amount: 123 },
      recurring: { interval: "month" },
    });
    await payer.subscribe({ items: [{ price: price.id }] });
    await payer.sync();
    const { by } = await getRevenue(db(), admin, month);
    expect(by[0]?.rows).toMatchObject([{ key: "", netMinor: 123 }]);
  });
});

describe("the MRR", () => {
  test("is a month's share net of discounts that recur, and moves with every change", async () => {
    const half = await local.stripe.coupons.create({ percent_off: 50, duration: "forever" });
    const once = await local.stripe.coupons.create({ percent_off: 50, duration: "once" });
    await makeBuyer({ currency: "eur", interval: "year" });
    await makeBuyer({}, half.id);
    const payer = await makeBuyer({}, once.id);
    expect(await mrr()).toEqual({
      total: [
        ["eur", 667, 1],
        ["usd", 1_350, 2],
      ],
      moved: [
        ["new", "eur", 667],
        ["new", "usd", 1_350],
      ],
    });
    const [bought] = (await local.stripe.subscriptions.list({ customer: payer.customerId })).data;
    await local.stripe.subscriptions.cancel(bought?.id ?? "");
    await payer.sync();
    expect((await mrr()).total).toContainEqual(["usd", 450, 1]);
    const moved = await db().mrrMovement.findMany({
      where: { workspaceId: payer.workspaceId },
      orderBy: { id: "asc" },
    });
    expect(moved.map(({ kind, beforeMinor, afterMinor }) => [kind, beforeMinor, afterMinor])).toEqual([
      ["new", 0, 900],
      ["churn", 900, 0],
    ]);
    await payer.subscribe();
    await payer.sync();
    expect((await mrr()).moved).toContainEqual(["reactivation", "usd", 900]);
  });

  test("stays while a payment is late, and a second reading notes nothing", async () => {
    const payer = await makeBuyer();
    await payer.setCard("pm_card_chargeCustomerFail");
    await advance(local.stripe, payer.clock, 1_800_000_000 + 32 * 86_400);
    await payer.sync(1_800_000_000 + 32 * 86_400);
    expect(Object.values(await payer.statuses())).toEqual(["past_due"]);
    expect((await mrr()).total).toEqual([["usd", 900, 1]]);
    await payer.sync(1_800_000_000 + 32 * 86_400);
    expect(await db().mrrMovement.count({ where: { workspaceId: payer.workspaceId } })).toBe(1);
  });

  test("of rows that were written before it was known comes with the next reconciliation", async () => {
    const payer = await makeBuyer();
    await db().mrrMovement.deleteMany({ where: { workspaceId: payer.workspaceId } });
    await db().billingSubscription.updateMany({
      where: { workspaceId: payer.workspaceId },
      data: { mrrMinor: null, status: "canceled" },
    });
    await db().billingInvoice.updateMany({
      where: { workspaceId: payer.workspaceId },
      data: { taxMinor: null, tier: null },
    });
    await local.stripe.subscriptions.cancel(Object.keys(await payer.statuses())[0] ?? "");
    await reconcile(tools());
    const [invoice] = await db().billingInvoice.findMany({ where: { workspaceId: payer.workspaceId } });
    expect(invoice).toMatchObject({ tier: "premium", interval: "month", taxMinor: 0 });
  });
});

describe("a trial", () => {
  test("has converted when its workspace has paid, whenever", async () => {
    const [payer, idle] = [await makeSyncedPayer(local.stripe), await makeSyncedPayer(local.stripe)];
    for (const { workspaceId } of [payer, idle]) {
      const trial = { workspaceId, identityHash: workspaceId, startedAt: start, endsAt: start };
      await db().trial.create({ data: trial });
    }
    await payer.subscribe();
    expect(isWritten(await payer.sync())).toBe(true);
    await foldFigures(db());
    const { cohorts } = await getRevenue(db(), admin, month);
    expect(cohorts.at(-1)).toEqual({ month, trials: 2, converted: 1 });
    const { rows } = await getRows(db(), admin, rowsQuery.parse({ figure: "trials", tag: "converted" }));
    expect(rows.map(({ workspaceId }) => workspaceId)).toEqual([payer.workspaceId]);
  });
});

describe("the rows behind a figure", () => {
  test.each(["paid", "mrr", "moved"])(
    "%s: page after page, each once, and the same in the file",
    async (figure) => {
      const buyers = [await makeBuyer(), await makeBuyer({ currency: "eur" }), await makeBuyer()];
      const first = await getRows(db(), admin, rowsQuery.parse({ figure }));
      expect(first.rows.map(({ workspaceId }) => workspaceId).sort()).toEqual(
        buyers.map((one) => one.workspaceId).sort(),
      );
      expect(first.next).toBeNull();
      const [row] = first.rows;
      const after = `${row?.at.getTime()}_${row?.id}`;
      expect((await getRows(db(), admin, rowsQuery.parse({ figure, after }))).rows).toEqual(
        first.rows.slice(1),
      );
      const usd = await getRows(db(), admin, rowsQuery.parse({ figure, currency: "usd" }));
      expect(usd.rows).toHaveLength(2);
      const { body } = await exportRows(db(), admin, rowsQuery.parse({ figure }), new Date());
      expect((await new Response(body).text()).trim().split("\r\n")).toHaveLength(4);
      expect(
        await db().auditEvent.count({
          where: { action: "revenue.exported", actor: `admin:${admin.profileId}` },
        }),
      ).toBeGreaterThan(0);
    },
  );

  test("what was paid is narrowed within a month, and whole over all times", () => {
    const reach = (address: object) =>
      withinReach(rowsQuery.parse(address), new Date("2026-11-21T12:00:00Z")).month;
    expect(reach({ figure: "paid", tag: "discounted" })).toBe("2026-11");
    expect(reach({ figure: "refunded", tier: "premium", month: "2026-02" })).toBe("2026-02");
    expect([reach({ figure: "paid" }), reach({ figure: "moved", tag: "churn" })]).toEqual([null, null]);
  });

  test.each([
    { figure: "moved", after: "1_sub_x" },
    { figure: "trials", after: "1_1" },
    { figure: "x", month: "2026-13", since: "soon", currency: "US$", after: "y" },
  ])("an address that does not fit falls back: %o", async (address) => {
    expect((await getRows(db(), admin, rowsQuery.parse(address))).rows).toEqual([]);
  });
});

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

test("of rates the newest day counts, and what was noted stays", async () => {
  const note = (rate: string, day: string) =>
    setRate(
      db(),
      admin,
      rateBody.parse({ currency: "eur", into: "usd", rate, day, source: "ECB" }),
      new Date("2026-11-21T12:00:00Z"),
    );
  await note("1.10", "2026-11-20");
  await note("1,0845", "2026-11-21");
  await note("1.2", "2026-11-01");
  expect(await getRates(db(), admin)).toEqual([
    { currency: "eur", into: "usd", rateMicros: 1_084_500n, day: "2026-11-21", source: "ECB" },
  ]);
  expect(await db().auditEvent.count({ where: { action: "revenue.rate_set" } })).toBe(3);
});

test("a rate of a day that has not come is refused: it would count before all that are noted until then", async () => {
  const now = new Date("2026-11-21T23:30:00Z");
  const note = (day: string) =>
    setRate(
      db(),
      admin,
      rateBody.parse({ currency: "pln", into: "usd", rate: "0.25", day, source: "NBP" }),
      now,
    );
  for (const day of ["2026-11-22", "2062-11-21", "0000-01-01"]) {
    await expect(note(day), day).rejects.toMatchObject({
      code: "validation",
      details: { fields: { day: ["rate_day"] } },
    });
  }
  await note("2026-11-21");
  expect(await db().exchangeRate.count({ where: { currency: "pln" } })).toBe(1);
});

test("nobody but admins is told anything or changes anything", async () => {
  const user = makeReader("USER");
  const query = rowsQuery.parse({});
  const rate = rateBody.parse({ currency: "eur", into: "usd", rate: "1", day: "2026-11-20", source: "x" });
  const tries = [
    () => getRevenue(db(), user, month),
    () => getMrr(db(), user, new Date()),
    () => getRows(db(), user, query),
    () => exportRows(db(), user, query, new Date()),
    () => getRates(db(), user),
    () => setRate(db(), user, rate, new Date()),
    () => getLatestComparison(db(), user),
    () => compareWithStripe(tools(), user),
  ];
  for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  expect(await db().exchangeRate.count({ where: { source: "x" } })).toBe(0);
});
