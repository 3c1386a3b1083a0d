import { randomUUID } from "node:crypto";
import type Stripe from "stripe";
import type { Viewer, WorkspaceRole } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import type { SyncTools } from "./mirror/sync-customer.ts";
import { findPriceId, type Offer } from "./plans.ts";
import { createStripe } from "./stripe.ts";

/** As much of the local Stripe as is needed here. */
export type Place = { stripe: Stripe; server: { host: string; port: number } };

/** Somebody with a workspace of their own, in that role. */
export async function makeViewer(role: WorkspaceRole = "OWNER", locale: "en" | "pl" = "en"): Promise<Viewer> {
  const profileId = randomUUID();
  const email = `${profileId}@example.org`;
  const { id } = await db().workspace.create({ data: { name: "Test" } });
  await db().profile.create({ data: { id: profileId, email } });
  await db().workspaceMember.create({ data: { workspaceId: id, profileId, role } });
  const workspace = { id, name: "Test", role, trialEndsAt: null, entitlementVersion: 0 };
  return { profileId, email, name: "", locale, platformRole: "USER", secondFactorAt: null, workspace };
}

/** The same person, as one who may not spend the workspace's money. */
export function asMember(viewer: Viewer, role: WorkspaceRole = "MEMBER"): Viewer {
  return { ...viewer, workspace: { ...viewer.workspace, role } };
}

/** With the client that the product makes, which tries again by itself. */
export function toolsOf({ server }: Place, now: () => Date = () => new Date()): SyncTools {
  return { db: db(), stripe: createStripe("sk_test_sandbox", `${server.host}:${server.port}`), now };
}

/** The price of the list that the environment names. */
export function priceOf(offer: Partial<Offer> = {}): string {
  const price = findPriceId({ plan: "pro", interval: "month", currency: "usd", ...offer }, process.env);
  if (price === null) throw new Error("nothing is sold at that price");
  return price;
}

/** Makes a card the one that pays for everything of the customer's. @returns its id */
export async function setCard(stripe: Stripe, customer: string, token: string): Promise<string> {
  const { id } = await stripe.paymentMethods.attach(token, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  return id;
}

/** Pays on the hosted page of a checkout, as a person with a good card does. */
export async function payCheckout(url: string): Promise<void> {
  const nonce = /name="nonce" value="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? "";
  const card = { number: "4242424242424242", expiry: "12 / 34", cvc: "123", name: "A", nonce };
  await fetch(`${url}/complete`, { method: "POST", body: new URLSearchParams(card), redirect: "manual" });
}

/** How often a customer was asked for so far. */
export async function countReadings(
  control: <T>(method: string, path: string) => Promise<T>,
): Promise<number> {
  const { endpoints } = await control<{ endpoints: Record<string, number> }>("GET", "counts");
  const name = Object.keys(endpoints).find((one) => /^GET \/v1\/customers\/[{:]/.test(one));
  return name === undefined ? 0 : (endpoints[name] ?? 0);
}

/** What a refusal says: its code, and the reason where it has one. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  const outcome = await promise.then(
    () => "done",
    (error: unknown) => error,
  );
  if (!(outcome instanceof Refusal)) throw outcome;
  const reason = outcome.details.values?.reason;
  return reason === undefined ? outcome.code : `${outcome.code}: ${reason}`;
}
