import Stripe from "stripe";
import { expect, test } from "vitest";
import { errorFacts } from "./error-facts.ts";

test("of an error of Stripe's neither the card's holder nor a payment's secret is told", () => {
  const raw = {
    message: "Your card was declined.",
    code: "card_declined",
    payment_intent: { id: "pi_1", client_secret: "pi_1_secret_1" },
    payment_method: { billing_details: { name: "Anna Nowak", address: { line1: "Street 1" } } },
  };
  // SAFETY: as much of Stripe's answer as the error takes from it.
  const error = new Stripe.errors.StripeCardError(raw as never);
  const told = JSON.stringify(errorFacts(error));
  expect(told).toContain("card_declined");
  expect(told).toContain("Your card was declined.");
  for (const word of ["secret", "Anna", "Street"]) expect(told).not.toContain(word);
});

test("kind, words, stack, codes and causes are told", () => {
  const cause = Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });
  const error = Object.assign(new TypeError("it failed", { cause }), { code: "E1", meta: { name: "Anna" } });
  expect(errorFacts(error)).toMatchObject({ type: "TypeError", code: "E1" });
  expect(JSON.stringify(errorFacts(error))).toContain("connection refused");
  expect(errorFacts(error)).not.toHaveProperty("meta");
});

test("of several gathered in one each is told", () => {
  const gathered = new AggregateError([
    Object.assign(new Error("first"), { port: 5432 }),
    new Error("second"),
  ]);
  expect(errorFacts(gathered)).toMatchObject({
    aggregateErrors: [{ message: "first", port: 5432 }, { message: "second" }],
  });
});

test("what is no error is left as it is", () => {
  expect(errorFacts("text")).toBe("text");
});
