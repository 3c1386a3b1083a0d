import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refuseToRun } from "./refusals.ts";
import { type Harness, keys, startHarness } from "./testing/harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ isOnDisk: true });
}, 60_000);
afterAll(() => harness.stop());

describe("the API", { timeout: 30_000 }, () => {
  test("speaks the version of the SDK that was looked at", () => {
    // A newer SDK: read its changelog, run these tests, then change the two values.
    expect([Stripe.PACKAGE_VERSION, Stripe.API_VERSION]).toEqual(["23.1.0", "2026-10-28.endive"]);
  });

  test("answers 401 to a wrong key and 400 to another version", async () => {
    const { server } = harness;
    const options = { host: server.host, port: server.port, protocol: "http" as const };
    await expect(new Stripe("sk_test_other", options).customers.list()).rejects.toMatchObject({
      type: "StripeAuthenticationError",
      statusCode: 401,
    });
    const older = new Stripe(keys.secretKey, { ...options, apiVersion: "2020-08-27" as never });
    await expect(older.customers.list()).rejects.toMatchObject({ statusCode: 400 });
  });

  test("echoes request id, version and idempotency key", async () => {
    const { lastResponse } = await harness.stripe.customers.create(
      { name: "A" },
      { idempotencyKey: "echo-1" },
    );
    expect(lastResponse.requestId).toMatch(/^req_/);
    expect(lastResponse.apiVersion).toBe(Stripe.API_VERSION);
    expect(lastResponse.idempotencyKey).toBe("echo-1");
  });

  test("counts what nobody answers and says so in Stripe's words", async () => {
    const { stripe } = harness;
    await expect(stripe.payouts.list()).rejects.toMatchObject({
      statusCode: 404,
      message: expect.stringContaining("Unrecognized request URL (GET: /v1/payouts)"),
    });
    const { unknownUrls } = await harness.control<{ unknownUrls: object }>("GET", "counts");
    expect(unknownUrls).toEqual({ "GET /v1/payouts": 1 });
  });

  test("tells what is wrong with a request", async () => {
    const { stripe } = harness;
    await expect(stripe.customers.retrieve("cus_none")).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
      param: "id",
    });
    await expect(stripe.customers.create({ nope: 1 } as object)).rejects.toMatchObject({
      code: "parameter_unknown",
      param: "nope",
    });
    await expect(stripe.prices.create({ currency: "usd" })).rejects.toMatchObject({
      code: "parameter_missing",
    });
    await expect(stripe.prices.create({ currency: "usd", unit_amount: "x" as never })).rejects.toMatchObject({
      code: "parameter_invalid_integer",
      param: "unit_amount",
    });
    await expect(stripe.promotionCodes.create({ coupon: "x" } as never)).rejects.toMatchObject({
      code: expect.stringMatching(/parameter_/),
    });
    await expect(stripe.customers.list({ limit: 101 })).rejects.toMatchObject({ param: "limit" });
    await expect(stripe.customers.list({ expand: ["data.nothing"] })).rejects.toThrow("cannot be expanded");
  });

  test("unsets what is sent empty and keeps a number a number", async () => {
    const { stripe } = harness;
    const made = await stripe.customers.create({ name: "A", metadata: { a: "1", b: "2" } });
    const changed = await stripe.customers.update(made.id, { name: "", metadata: { a: "" } });
    expect([changed.name, changed.metadata]).toEqual([null, { b: "2" }]);
    const cleared = await stripe.customers.update(made.id, { metadata: "" });
    expect(cleared.metadata).toEqual({});
  });

  test("lists newest first, page by page, in both directions", async () => {
    const { stripe } = harness;
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1)
      ids.unshift((await stripe.products.create({ name: `P${index}` })).id);
    const seen: string[] = [];
    for await (const product of stripe.products.list({ limit: 3 })) seen.push(product.id);
    expect(seen.slice(0, 7)).toEqual(ids);
    const back = await stripe.products.list({ limit: 2, ending_before: ids[4] });
    expect([back.data.map((one) => one.id), back.has_more]).toEqual([[ids[2], ids[3]], true]);
  });

  test("treats idempotency keys as Stripe does", async () => {
    const { stripe } = harness;
    const first = await stripe.customers.create({ name: "Once" }, { idempotencyKey: "k1" });
    const again = await stripe.customers.create({ name: "Once" }, { idempotencyKey: "k1" });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    await expect(stripe.customers.create({ name: "Other" }, { idempotencyKey: "k1" })).rejects.toMatchObject({
      type: "StripeIdempotencyError",
      statusCode: 400,
    });
    // A request that was refused as malformed is not kept.
    await expect(stripe.customers.create({ nope: 1 } as object, { idempotencyKey: "k2" })).rejects.toThrow();
    await expect(stripe.customers.create({ name: "Fine" }, { idempotencyKey: "k2" })).resolves.toBeDefined();
    await expect(stripe.customers.create({}, { idempotencyKey: "k".repeat(256) })).rejects.toMatchObject({
      statusCode: 400,
    });
    await harness.control("POST", "faults", { kind: "500_stored" });
    for (const _ of [1, 2]) {
      await expect(stripe.customers.create({ name: "X" }, { idempotencyKey: "k3" })).rejects.toMatchObject({
        statusCode: 500,
      });
    }
  });

  test("survives a restart, and refuses to stand beside real money", async () => {
    const made = await harness.stripe.customers.create({ name: "Kept" }, { idempotencyKey: "restart" });
    await harness.restart();
    expect(await harness.stripe.customers.retrieve(made.id)).toMatchObject({ name: "Kept" });
    expect((await harness.stripe.customers.create({ name: "Kept" }, { idempotencyKey: "restart" })).id).toBe(
      made.id,
    );
    expect(refuseToRun({ APP_ENV: "production" }, keys)).toContain("production");
    expect(refuseToRun({ STRIPE_SECRET_KEY: "rk_live_x" }, keys)).toContain("STRIPE_SECRET_KEY");
    expect(refuseToRun({}, { secretKey: "sk_live_x" })).toContain("live key");
    expect(refuseToRun({ APP_ENV: "local" }, keys)).toBeNull();
  });
});
