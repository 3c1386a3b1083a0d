import Stripe from "stripe";
import { log } from "#platform/log/log.ts";
import { Refusal } from "#shared/errors.ts";
import { secondMs } from "#shared/time.ts";

/** A button that has to speak to Stripe answers within this time, whatever Stripe does. */
const deadlineMs = 10 * secondMs;
/** What was asked for may have been done all the same: nobody is told that nothing was. */
const unknown = { retryAfterSeconds: 5, values: { reason: "change_unknown" } };

/**
 * Runs what a person is waiting for. When Stripe is slow, away or overrun, the answer is that it
 * can be tried again; every write inside carries an idempotency key, so trying again is safe even
 * if Stripe has done it after all.
 * @throws Refusal `unavailable` with the seconds to wait, `conflict` for what Stripe does not allow
 */
export async function askStripe<T>(ask: () => Promise<T>, withinMs = deadlineMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal("unavailable", unknown)), withinMs);
  });
  try {
    return await Promise.race([ask(), tooLate]);
  } catch (error) {
    throw toRefusal(error);
  } finally {
    clearTimeout(timer);
  }
}

/** What a person is told of an error of Stripe's; any other stays as it is. */
export function toRefusal(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { type, code, requestId } = error;
  log().warn({ err: error, type, code, requestId }, "Stripe refused or did not answer");
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    return new Refusal("conflict", {}, { cause: error });
  }
  return new Refusal("unavailable", unknown, { cause: error });
}
