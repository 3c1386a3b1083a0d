import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refuseToRun } from "./refusals.ts";
import { type Harness, keys, makeCatalogue, makePayer, startHarness } from "./testing/harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
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

describe("the control plane", { timeout: 30_000 }, () => {
  test("fails the next calls, once each", async () => {
    const { stripe } = harness;
    for (const [kind, statusCode] of [
      ["500", 500],
      ["429", 429],
      ["409", 409],
    ] as const) {
      await harness.control("POST", "faults", { kind });
      await expect(stripe.customers.list()).rejects.toMatchObject({ statusCode });
      await stripe.customers.list();
    }
  });

  test("resets after the commit, and the SDK's retry finds what was made", async () => {
    const { server } = harness;
    const retrying = new Stripe(keys.secretKey, {
      host: server.host,
      port: server.port,
      protocol: "http",
      maxNetworkRetries: 2,
    });
    await harness.control("POST", "faults", { kind: "reset_after_commit", match: "POST /v1/customers" });
    const made = await retrying.customers.create({ name: "Lost answer" });
    const found = (await retrying.customers.list({ limit: 100 })).data.filter(
      (one) => one.name === "Lost answer",
    );
    expect(found.map((one) => one.id)).toEqual([made.id]);
  });

  test("lets a call wait in vain until the client gives up", async () => {
    const { stripe } = harness;
    await harness.control("POST", "faults", { kind: "timeout" });
    await expect(stripe.customers.list(undefined, { timeout: 200 })).rejects.toMatchObject({
      type: "StripeConnectionError",
    });
  });

  test("dumps, puts back and resets", async () => {
    const { stripe } = harness;
    const state = await harness.control("GET", "state");
    const { customer } = await makePayer(stripe);
    expect((await harness.control<{ customer: { id: string }[] }>("GET", "dump")).customer[0]?.id).toBe(
      customer.id,
    );
    await harness.control("POST", "state", state);
    await expect(stripe.customers.retrieve(customer.id)).rejects.toMatchObject({ statusCode: 404 });
    await harness.control("POST", "reset");
    expect((await stripe.customers.list()).data).toEqual([]);
  });

  test("refunds in parts, lets one fail, and settles disputes both ways", async () => {
    const { stripe } = harness;
    const { monthly } = await makeCatalogue(stripe);
    const { customer } = await makePayer(stripe);
    const made = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      expand: ["latest_invoice.payments"],
    });
    const payment = (made.latest_invoice as Stripe.Invoice).payments?.data[0]?.payment
      .payment_intent as string;
    const first = await stripe.refunds.create({ payment_intent: payment, amount: 300 });
    await stripe.refunds.create({ payment_intent: payment });
    const intent = await stripe.paymentIntents.retrieve(payment, { expand: ["latest_charge.refunds"] });
    expect(intent.latest_charge).toMatchObject({ amount_refunded: 900, refunded: true });
    await expect(stripe.refunds.create({ payment_intent: payment })).rejects.toMatchObject({
      code: "charge_already_refunded",
    });
    await harness.control("POST", "refunds/fail", { refund: first.id });
    expect(await stripe.charges.retrieve((intent.latest_charge as Stripe.Charge).id)).toMatchObject({
      amount_refunded: 600,
      refunded: false,
    });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe("active");
    const found = await stripe.invoicePayments.list({
      payment: { type: "payment_intent", payment_intent: payment },
    });
    expect(found.data[0]?.invoice).toBe((made.latest_invoice as Stripe.Invoice).id);

    for (const outcome of ["won", "lost"] as const) {
      const payer = await makePayer(stripe, "pm_card_createDispute");
      await stripe.subscriptions.create({ customer: payer.customer.id, items: [{ price: monthly.id }] });
      await harness.control("POST", "clock", { advance: 60 });
      const dispute = (await stripe.disputes.list()).data[0];
      expect(dispute?.status).toBe("needs_response");
      await harness.control("POST", "disputes/settle", { dispute: dispute?.id, outcome });
      expect((await stripe.disputes.retrieve(dispute?.id ?? "")).status).toBe(outcome);
    }
    const types = (await stripe.events.list({ types: ["charge.dispute.*"], limit: 20 })).data.map(
      (event) => event.type,
    );
    expect(types.filter((type) => type === "charge.dispute.funds_withdrawn")).toHaveLength(2);
    expect(types.filter((type) => type === "charge.dispute.funds_reinstated")).toHaveLength(1);
  });
});
