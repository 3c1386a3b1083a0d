import Stripe from "stripe";
import { expect, test } from "vitest";
import { askStripe } from "./ask-stripe.ts";

// What fails here on purpose need not be read about.
process.env.LOG_LEVEL = "silent";

const away = () =>
  Promise.reject(new Stripe.errors.StripeConnectionError({ message: "", type: "api_error" }));
const never = () => new Promise<never>(() => {});

test.each([
  ["fails", () => askStripe(away)],
  ["is too late", () => askStripe(never, 10)],
])("who waits for a Stripe that %s is not told that nothing was changed", async (_, ask) => {
  await expect(ask()).rejects.toMatchObject({
    code: "unavailable",
    details: { retryAfterSeconds: 5, values: { reason: "change_unknown" } },
  });
});

test("what Stripe does not allow is a conflict, and a fault of ours stays one", async () => {
  const refused = new Stripe.errors.StripeInvalidRequestError({
    message: "",
    type: "invalid_request_error",
  });
  await expect(askStripe(() => Promise.reject(refused))).rejects.toMatchObject({ code: "conflict" });
  const fault = new TypeError("ours");
  await expect(askStripe(() => Promise.reject(fault))).rejects.toBe(fault);
});
