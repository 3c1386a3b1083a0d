import { describe, expect, test } from "vitest";
import { createStripe, idempotent, parseStripeHost } from "./stripe.ts";

describe("the address of Stripe", () => {
  test.each([
    ["127.0.0.1:4242", { host: "127.0.0.1", port: 4242, protocol: "http" }],
    ["http://localhost:4242", { host: "localhost", port: 4242, protocol: "http" }],
    ["https://stripe.internal", { host: "stripe.internal", port: 443, protocol: "https" }],
  ])("%s", (value, address) => {
    expect(parseStripeHost(value)).toEqual(address);
  });

  test("is Stripe's own when nothing is said", () => {
    expect(createStripe("sk_test_x").getApiField("host")).toBe("api.stripe.com");
  });
});

test("no call waits longer than ten seconds", () => {
  const client = createStripe("sk_test_x");
  expect(client.getApiField("timeout")).toBeLessThanOrEqual(10_000);
  expect(client.getMaxNetworkRetries()).toBe(3);
});

describe("an idempotency key", () => {
  test("is the same for the same deed and another one for another", () => {
    expect(idempotent("customer", "w1")).toEqual(idempotent("customer", "w1"));
    expect(idempotent("customer", "w1")).not.toEqual(idempotent("customer", "w2"));
    expect(idempotent("customer", "w1")).not.toEqual(idempotent("checkout", "w1"));
  });

  test("is never longer than what Stripe takes, and still tells one deed from another", () => {
    const long = "y".repeat(300);
    expect(idempotent("x", long).idempotencyKey?.length).toBeLessThanOrEqual(255);
    expect(idempotent("x", long)).toEqual(idempotent("x", long));
    expect(idempotent("x", long)).not.toEqual(idempotent("x", `${long}z`));
  });
});
