import Stripe from "stripe";
import { keys } from "../stripe/testing/harness.ts";

/** A delivery of an event as Stripe sends it now. */
export function sign(event: Stripe.Event): { rawBody: string; signature: string } {
  const rawBody = JSON.stringify(event);
  const secret = keys.webhookSecret;
  return { rawBody, signature: Stripe.webhooks.generateTestHeaderString({ payload: rawBody, secret }) };
}
