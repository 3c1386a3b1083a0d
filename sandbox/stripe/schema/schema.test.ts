import { expect, test } from "vitest";
import { eventSchema, eventTypes } from "../events.ts";
import { endpoints } from "../resources/endpoints.ts";
import { schemaTypes } from "../stripe.ts";
import { startHarness } from "../testing/harness.ts";
import { loadSchemas } from "./schemas.ts";

test("bites: a missing field, a field of older versions, an unknown value, an unknown parameter", {
  timeout: 60_000,
}, async () => {
  const schemas = await loadSchemas(schemaTypes());
  const harness = await startHarness();
  const customer = await harness.stripe.customers.create({});
  await harness.stop();
  const { lastResponse: _, ...body } = customer;
  expect(schemas.checkAnswer("Stripe.Customer | Stripe.DeletedCustomer", body)).toBeNull();
  const { created: _created, ...short } = body;
  expect(schemas.checkAnswer("Stripe.Customer", short)).toMatchObject({ extra: "created" });
  expect(schemas.checkAnswer("Stripe.Customer", { ...body, subscription: "sub_1" })).toMatchObject({
    extra: "subscription",
  });
  expect(schemas.checkAnswer("Stripe.Customer", { ...body, tax_exempt: "sometimes" })).not.toBeNull();
  const request = { mode: "subscription", payment_method_types: ["card"] };
  expect(schemas.checkRequest("Stripe.Checkout.SessionCreateParams", request)).toMatchObject({
    extra: "payment_method_types",
  });
});

test("turns text into the declared types and an empty text into neither 0 nor false", async () => {
  const schemas = await loadSchemas(schemaTypes());
  const params = {
    cancel_at_period_end: "true",
    trial_end: "1800000000",
    metadata: { a: "5" },
    cancel_at: "",
    discounts: "",
  };
  expect(schemas.checkRequest("Stripe.SubscriptionUpdateParams", params)).toBeNull();
  expect(params).toEqual({
    cancel_at_period_end: true,
    trial_end: 1_800_000_000,
    metadata: { a: "5" },
    cancel_at: "",
    discounts: "",
  });
  expect(
    schemas.checkRequest("Stripe.SubscriptionUpdateParams", { cancel_at_period_end: "" }),
  ).not.toBeNull();
});

test("covers every endpoint and every event that is sent", async () => {
  const types = new Set(schemaTypes());
  expect(
    endpoints.every(({ answer, params }) => types.has(answer) && (params === null || types.has(params))),
  ).toBe(true);
  expect(eventTypes.every((type) => types.has(eventSchema(type)))).toBe(true);
  // A new endpoint or event: see that it is tested, then change the numbers.
  expect({ endpoints: endpoints.length, events: eventTypes.length, types: types.size }).toEqual({
    endpoints: 92,
    events: 71,
    types: 183,
  });
});
