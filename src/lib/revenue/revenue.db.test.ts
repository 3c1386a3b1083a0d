import { beforeEach, describe, expect, test } from "vitest";
import { isWritten, makeSyncedPayer } from "#lib/billing/mirror/synced-payer.testing.ts";
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
import { countBoth, emptyBooks, makeBuyerAt, makeReader, type Wanted } from "./revenue.testing.ts";
import { getMrr, getRevenue } from "./revenue.ts";
import { rateBody, rowsQuery } from "./validation.ts";

const database = openTestDatabase();
const local = openLocalStripe({ BILLING_GRACE_HOURS: "24" });
const admin = makeReader();
const start = new Date(1_800_000_000 * 1000);
const month = monthOf(start);
const tools = () => ({ db: db(), stripe: local.stripe, now: () => new Date() });

beforeEach(() => emptyBooks(database().pool));

const makeBuyer = (...wanted: Wanted) => makeBuyerAt(local.stripe, ...wanted);

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
