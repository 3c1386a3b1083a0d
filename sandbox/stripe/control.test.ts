import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, keys, makePayer, startHarness } from "./testing/harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 60_000);
afterAll(() => harness.stop());

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

  test("fails before anything is done, and after it was done without a word", async () => {
    const { stripe } = harness;
    const count = async (name: string) =>
      (await stripe.customers.list({ limit: 100 })).data.filter((one) => one.name === name).length;
    for (const [kind, made] of [
      ["reset", 0],
      ["timeout", 0],
      ["timeout_after_commit", 1],
      ["500_stored", 0],
    ] as const) {
      // The SDK itself tries a reset connection once more.
      await harness.control("POST", "faults", { kind, count: 2, match: "POST /v1/customers" });
      const call = stripe.customers.create({ name: kind }, { timeout: 200, idempotencyKey: kind });
      await expect(call).rejects.toMatchObject({
        type: kind === "500_stored" ? "StripeAPIError" : "StripeConnectionError",
      });
      expect(await count(kind)).toBe(made);
      await harness.control("POST", "settings", { faults: [] });
    }
    // Asked again with the same key, the call that was lost after it was done answers what it made.
    const found = await stripe.customers.create(
      { name: "timeout_after_commit" },
      { idempotencyKey: "timeout_after_commit" },
    );
    expect([found.name, await count("timeout_after_commit")]).toEqual(["timeout_after_commit", 1]);
  });

  test("fails a share of all calls", async () => {
    const { stripe } = harness;
    await harness.control("POST", "settings", { failureRate: 1 });
    await expect(stripe.customers.list()).rejects.toMatchObject({ statusCode: 500 });
    await harness.control("POST", "settings", { failureRate: 0.5 });
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => stripe.customers.list()));
    const failed = outcomes.filter(({ status }) => status === "rejected").length;
    expect(failed > 5 && failed < 55).toBe(true);
    await harness.control("POST", "settings/reset");
    await stripe.customers.list();
  });

  test("lets one writer at a time at an object: the second waits, and not for ever", async () => {
    const { stripe } = harness;
    const { id } = await stripe.customers.create({});
    const { id: other } = await stripe.customers.create({});
    await harness.control("POST", "settings", { latencyMs: 150, lockWaitMs: 20 });
    const [first, second, elsewhere, reading] = await Promise.allSettled([
      stripe.customers.update(id, { name: "first" }),
      stripe.customers.update(id, { name: "second" }),
      stripe.customers.update(other, { name: "elsewhere" }),
      stripe.customers.retrieve(id),
    ]);
    expect([first?.status, elsewhere?.status, reading?.status]).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
    ]);
    expect(second).toMatchObject({
      status: "rejected",
      reason: { type: "StripeRateLimitError", statusCode: 429, code: "lock_timeout" },
    });
    await harness.control("POST", "settings", { lockWaitMs: 5000 });
    const both = [stripe.customers.update(id, { name: "a" }), stripe.customers.update(id, { name: "b" })];
    expect((await Promise.all(both)).map((one) => one.name)).toEqual(["a", "b"]);
    await harness.control("POST", "settings/reset");
  });

  test("answers 409 to a key whose first call is still on its way", async () => {
    const { stripe } = harness;
    await harness.control("POST", "settings", { latencyMs: 150 });
    const create = () => stripe.customers.create({ name: "Twice" }, { idempotencyKey: "underway" });
    const outcomes = await Promise.allSettled([create(), create()]);
    expect(outcomes.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find((one) => one.status === "rejected")).toMatchObject({
      reason: { statusCode: 409, code: "idempotency_key_in_use" },
    });
    await harness.control("POST", "settings/reset");
    expect((await create()).lastResponse.headers["idempotent-replayed"]).toBe("true");
  });

  test("limits the calls of a second only when it is told to", async () => {
    const { stripe } = harness;
    const burst = async () => {
      const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => stripe.customers.list()));
      return outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    };
    expect(await burst()).toEqual([]);
    await harness.control("POST", "settings", { requestsPerSecond: 25 });
    const refused = await burst();
    expect(refused).toHaveLength(5);
    expect(refused[0]).toMatchObject({ type: "StripeRateLimitError", code: "rate_limit" });
    await harness.control("POST", "settings/reset");
  });

  test("is for programs on this machine, and says what it knows", async () => {
    const { url } = harness.server;
    const page = { headers: { origin: "http://app.test" } };
    expect((await fetch(`${url}/_sandbox/settings`, page)).status).toBe(403);
    const unknown = await fetch(`${url}/_sandbox/nothing`);
    expect(unknown.status).toBe(404);
    expect(((await unknown.json()) as { known: string[] }).known).toContain("POST customers/:id/advance");
  });
});
