import { createHash } from "node:crypto";
import Stripe from "stripe";
import { env } from "#lib/env/server.ts";

/** Buttons that have to speak to Stripe wait this long at most for one call. */
const timeoutMs = 10_000;
const maxNetworkRetries = 3;

export type StripeAddress = { host: string; port: number; protocol: "http" | "https" };

/**
 * Reads STRIPE_API_HOST: `host:port`, or an address with its scheme. Without a scheme it is plain
 * http, as local stand-ins speak it.
 */
export function parseStripeHost(value: string): StripeAddress {
  const url = new URL(value.includes("://") ? value : `http://${value}`);
  const protocol = url.protocol === "https:" ? "https" : "http";
  return { host: url.hostname, port: Number(url.port || (protocol === "https" ? 443 : 80)), protocol };
}

/** A client of the API version that the package pins. */
export function createStripe(secretKey: string, apiHost?: string): Stripe {
  return new Stripe(secretKey, {
    timeout: timeoutMs,
    maxNetworkRetries,
    telemetry: false,
    appInfo: { name: "DynamicQR" },
    ...(apiHost ? parseStripeHost(apiHost) : {}),
  });
}

/** Whether this installation can speak to Stripe at all. */
export function hasStripe(): boolean {
  return env().STRIPE_SECRET_KEY !== undefined;
}

let client: Stripe | undefined;

/**
 * One client for each copy of this module, not one a process: Next bundles its own copies, and
 * `instanceof` knows an error of Stripe's only when client and class come from the same one.
 * @throws Error when no key is set: ask `hasStripe` before
 */
export function stripe(): Stripe {
  if (client) return client;
  const { STRIPE_SECRET_KEY, STRIPE_API_HOST } = env();
  if (STRIPE_SECRET_KEY === undefined) throw new Error("STRIPE_SECRET_KEY is not set");
  client = createStripe(STRIPE_SECRET_KEY, STRIPE_API_HOST);
  return client;
}

/** Stripe takes no longer keys than this. */
const longestKey = 255;

function digest(key: string): string {
  return `dynamicqr:${createHash("sha256").update(key).digest("hex")}`;
}

/**
 * Options of a write that happens once, however often it is asked for: the key names what is done
 * and to what, never when. A repetition with other parameters is an error at Stripe, not a second
 * object.
 * @see https://docs.stripe.com/api/idempotent_requests
 */
export function idempotent(action: string, ...subject: (string | number)[]): Stripe.RequestOptions {
  const key = ["dynamicqr", action, ...subject].join(":");
  return { idempotencyKey: key.length > longestKey ? digest(key) : key };
}
