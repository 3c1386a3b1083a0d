import Stripe from "stripe";
import { minuteMs, secondMs } from "#shared/time.ts";

export const toleranceMs = 5 * minuteMs;

export type WebhookRefusal =
  | "no_signature"
  | "malformed_signature"
  | "wrong_signature"
  | "too_old"
  | "too_far_ahead"
  | "malformed_body";

export type Verified = { event: Stripe.Event } | { refusal: WebhookRefusal };

/** The secrets of STRIPE_WEBHOOK_SECRET: several while one is being rolled. */
export function parseSecrets(value: string): string[] {
  return value
    .split(",")
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");
}

/**
 * The event in a delivery, if one of the secrets signed it within five minutes of now. Stripe's
 * package refuses what is too old; what is signed too far ahead is refused here, for it could be
 * replayed until its time has come.
 * @param rawBody the bytes as they came, undecoded and unparsed
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export function verifyWebhook(
  rawBody: string,
  header: string | null,
  secrets: readonly string[],
  now: Date,
): Verified {
  if (!header) return { refusal: "no_signature" };
  const signedAt = /(?:^|,)\s*t=(\d{1,12})(?:,|$)/.exec(header)?.[1];
  if (signedAt === undefined) return { refusal: "malformed_signature" };
  const aheadMs = Number(signedAt) * secondMs - now.getTime();
  if (!secrets.some((secret) => isSignedBy(rawBody, header, secret))) return { refusal: "wrong_signature" };
  if (aheadMs > toleranceMs) return { refusal: "too_far_ahead" };
  if (aheadMs < -toleranceMs) return { refusal: "too_old" };
  return parseEvent(rawBody);
}

/** Compares in constant time and asks nothing about the age, which is judged by our own clock. */
function isSignedBy(rawBody: string, header: string, secret: string): boolean {
  const { signature } = Stripe.webhooks;
  if (signature === null) throw new Error("Stripe's package cannot verify signatures here");
  try {
    signature.verifyHeader(rawBody, header, secret, 0);
    return true;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
    throw error;
  }
}

function parseEvent(rawBody: string): Verified {
  try {
    const value: unknown = JSON.parse(rawBody);
    if (isEvent(value)) return { event: value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { refusal: "malformed_body" };
}

/** A snapshot event; a thin one of the newer kind carries no object and is not subscribed to. */
function isEvent(value: unknown): value is Stripe.Event {
  if (value === null || typeof value !== "object") return false;
  const { id, type, object, created, data } = value as Record<string, unknown>;
  return (
    object === "event" &&
    typeof id === "string" &&
    typeof type === "string" &&
    typeof created === "number" &&
    data !== null &&
    typeof data === "object" &&
    typeof (data as { object?: unknown }).object === "object"
  );
}
