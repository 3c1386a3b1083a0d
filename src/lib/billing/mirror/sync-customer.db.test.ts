import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { advance } from "../../../../sandbox/stripe/testing/harness.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { setUpPrices } from "../buying/set-up-prices.ts";
import * as store from "../store.ts";
import { syncCustomer } from "./sync-customer.ts";
import { day, makeSyncedPayer } from "./synced-payer.testing.ts";

openTestDatabase();
const local = openLocalStripe({ BILLING_GRACE_HOURS: "24" });
const hour = 3600;

test("products and prices are made once, and are the price list's", async () => {
  const { prices } = local;
  expect(await setUpPrices(local.stripe)).toEqual(prices);
  expect(Object.keys(prices)).toHaveLength(12);
  const price = await local.stripe.prices.retrieve(prices.STRIPE_PRICE_ID_ANNUAL_PLN ?? "");
  expect(price).toMatchObject({ unit_amount: 36_000, currency: "pln", recurring: { interval: "year" } });
});

describe("the life of a subscription", () => {
  test("renewal, failure, grace, restriction and recovery, the codes with it", async () => {
    const payer = await makeSyncedPayer(local.stripe, { codes: 12 });
    const { id } = await payer.subscribe();
    await payer.sync();
    expect(await payer.access()).toMatchObject({ tier: "premium", source: "subscription" });

    const [row] = await store.listSubscriptions(db(), payer.workspaceId);
    const end = (row?.periodEnd?.getTime() ?? 0) / 1000;
    await payer.setCard("pm_card_chargeCustomerFail");
    await advance(local.stripe, payer.clock, end + 2 * hour);
    const failedAt = end + 2 * hour;
    await payer.sync(failedAt);
    expect(await payer.access(failedAt + day - 1)).toMatchObject({ tier: "premium" });
    expect(await payer.access(failedAt + day)).toMatchObject({ tier: "starter" });

    await payer.sync(failedAt + day);
    expect(await db().qrCode.count({ where: { workspaceId: payer.workspaceId, isActive: true } })).toBe(10);

    await payer.setCard("pm_card_visa");
    const { latest_invoice: open } = await local.stripe.subscriptions.retrieve(id);
    await local.stripe.invoices.pay(typeof open === "string" ? open : (open?.id ?? ""));
    await payer.sync(failedAt + 2 * day);
    expect(await payer.access(failedAt + 2 * day)).toMatchObject({ tier: "premium", graceUntil: null });
    expect(await db().qrCode.count({ where: { workspaceId: payer.workspaceId, isActive: true } })).toBe(12);
  });

  test("a cancellation keeps access until Stripe ends it", async () => {
    const payer = await makeSyncedPayer(local.stripe);
    const { id } = await payer.subscribe();
    await local.stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await payer.sync();
    const [row] = await store.listSubscriptions(db(), payer.workspaceId);
    const end = (row?.periodEnd?.getTime() ?? 0) / 1000;
    expect(row?.cancelAt).toEqual(row?.periodEnd);
    expect((await payer.access(end - 1)).tier).toBe("premium");
    await advance(local.stripe, payer.clock, end + 60);
    await payer.sync(end + 60);
    expect((await payer.access(end + 60)).tier).toBe("starter");
  });

  test("a customer that is deleted at Stripe loses access and no history", async () => {
    const payer = await makeSyncedPayer(local.stripe);
    await payer.subscribe();
    await payer.sync();
    await local.stripe.customers.del(payer.customerId);
    await payer.sync();
    expect((await payer.access()).tier).toBe("starter");
    expect((await store.listSubscriptions(db(), payer.workspaceId))[0]?.status).toBe("canceled");
    expect(await store.listInvoices(db(), payer.customerId)).toHaveLength(1);
  });

  test("a price that is none of ours gives nothing", async () => {
    const payer = await makeSyncedPayer(local.stripe);
    const product = await local.stripe.products.create({ name: "Foreign" });
    const foreign = await local.stripe.prices.create({
      ...{ product: product.id, currency: "usd", unit_amount: 100 },
      recurring: { interval: "month" },
    });
    await payer.subscribe({ items: [{ price: foreign.id }] });
    await payer.sync();
    expect((await payer.access()).tier).toBe("starter");
    const [row] = await store.listSubscriptions(db(), payer.workspaceId);
    expect(row).toMatchObject({ status: "active", tier: null, setAsideReason: "unknown_price" });
  });
});

test("a reading that a later one has overtaken writes nothing", async () => {
  const payer = await makeSyncedPayer(local.stripe);
  const { id } = await payer.subscribe();
  await payer.sync();
  const { promise: go, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: hasRead, resolve: tellRead } = Promise.withResolvers<void>();
  // Holds the slow one back between its reading and its writing.
  const slow = new Proxy(payer.tools(), {
    get: (tools, key) =>
      key !== "db"
        ? tools[key as "now"]
        : new Proxy(tools.db, {
            get(target, name, receiver) {
              if (name !== "$transaction") return Reflect.get(target, name, receiver);
              return async (run: Parameters<typeof target.$transaction>[0], options: object) => {
                tellRead();
                await go;
                return target.$transaction(run, options);
              };
            },
          }),
  });
  const old = syncCustomer(slow, payer.customerId);
  await hasRead;
  await local.stripe.subscriptions.cancel(id);
  expect((await payer.sync()).kind).toBe("written");
  letGo();
  expect((await old).kind).toBe("outrun");
  expect((await payer.access()).tier).toBe("starter");
});
