import Stripe from "stripe";
import { env } from "#lib/env/server.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import { hourMs } from "#shared/time.ts";
import { requireBilling } from "./access.ts";
import { askStripe } from "./ask-stripe.ts";
import { billingPageUrl } from "./buying/billing-page-url.ts";
import { chooseCurrency } from "./buying/choose-currency.ts";
import { ensureCustomer } from "./buying/ensure-customer.ts";
import * as intents from "./buying/intents.ts";
import { found } from "./mirror/read-customer.ts";
import { holdsPlace, isOver, type SubscriptionRow } from "./mirror/subscription-row.ts";
import { type SyncTools, syncCustomer } from "./mirror/sync-customer.ts";
import { type Currency, findPriceId, type Interval, type PaidPlanName } from "./plans.ts";
import * as store from "./store.ts";
import { idempotent } from "./stripe.ts";

/** Between the half hour and the day that Stripe allows. */
const openMs = 2 * hourMs;
/** Stripe refuses less than half an hour; one that has less left is not handed out again. */
const usableMs = hourMs;

/** What a client may say of a purchase. */
export type Choice = {
  plan: PaidPlanName;
  interval: Interval;
  currency?: Currency | undefined;
  /** A promotion code that was looked at before, by Stripe's id and as people write it. */
  discount?: { promotionCodeId: string; code: string };
};

/**
 * Begins to buy a plan. A workspace has one open session: whoever asks again gets the same one,
 * and a choice of something else closes it.
 * @param country of whoever asks, where it is known: decides the currency when nothing else does
 * @throws Refusal `forbidden`, `conflict` when a plan runs already, `unavailable` when it is not
 *   sold here or Stripe does not answer
 */
export async function startCheckout(
  tools: SyncTools,
  viewer: Viewer,
  { plan, interval, currency: chosen, discount }: Choice,
  country: string | null,
): Promise<{ url: string }> {
  requireBilling(viewer);
  const { db, stripe } = tools;
  const known = await store.findCurrentCustomer(db, viewer.workspace.id);
  const rows = await refuseSecondPlan(tools, viewer);
  const offer = { plan, interval, currency: chooseCurrency(chosen, known?.currency ?? null, country) };
  if (known?.currency && known.currency !== offer.currency && isCurrencyFixed(rows)) {
    throw new Refusal("conflict", { values: { reason: "currency_fixed" } });
  }
  const { promotionCodeId = null, code: discountCode = null } = discount ?? {};
  const purchase = { ...offer, promotionCodeId, discountCode };
  const price = findPriceId(offer, env());
  if (price === null) throw new Refusal("unavailable");
  return askStripe(async () => {
    await closeOther(tools, viewer, purchase);
    const customer = await ensureCustomer(tools, viewer, offer.currency);
    const intent = await openIntent(tools, viewer, purchase);
    if (intent.url !== null) return { url: intent.url };
    const session = await ensureSession(tools, intent, customer, price, viewer);
    if (!session.url) throw new Error("a hosted session has no address");
    const { url } = session;
    if (!(await intents.setSession(db, viewer.workspace.id, intent.id, { sessionId: session.id, url }))) {
      // Meanwhile another tab has turned to something else: only one of them may be payable.
      await stripe.checkout.sessions.expire(session.id);
      throw new Refusal("conflict");
    }
    return { url };
  });
}

/** @returns the subscriptions there are or were, none of which takes the workspace's place */
async function refuseSecondPlan({ db }: SyncTools, viewer: Viewer): Promise<SubscriptionRow[]> {
  const rows = await store.listSubscriptions(db, viewer.workspace.id);
  if (rows.some(holdsPlace)) throw new Refusal("conflict", { values: { reason: "already_subscribed" } });
  return rows;
}

/** Stripe keeps a customer to one currency for as long as anything of theirs is not over. */
export function isCurrencyFixed(rows: readonly SubscriptionRow[]): boolean {
  return rows.some(({ status }) => !isOver(status));
}

/**
 * Looks after a session that was opened before: one for something else, of a customer who is no
 * more, or that has ended is closed, at Stripe first, so that nobody can pay it any more. One that
 * was paid is read.
 */
async function closeOther(tools: SyncTools, viewer: Viewer, wanted: intents.Purchase): Promise<void> {
  const { db, stripe, now } = tools;
  const workspaceId = viewer.workspace.id;
  const open = await intents.findOpenIntent(db, workspaceId);
  if (!open) return;
  const session = open.sessionId ? await found(stripe.checkout.sessions.retrieve(open.sessionId)) : null;
  if (session?.status === "complete") {
    const { customer } = session;
    if (customer) await syncCustomer(tools, typeof customer === "string" ? customer : customer.id);
    await intents.closeIntents(db, workspaceId, "completed", open.id);
    await refuseSecondPlan(tools, viewer);
    return;
  }
  const hasTime = open.expiresAt.getTime() - now().getTime() > usableMs;
  const isUsable =
    open.sessionId === null || (session?.status === "open" && (await isCurrent(db, workspaceId, session)));
  if (intents.isFor(open, wanted) && hasTime && isUsable) return;
  if (session?.status === "open") await stripe.checkout.sessions.expire(session.id);
  // The tab that has begun it may have got its session since: then that one is looked after.
  if (!(await intents.closeUnchanged(db, open))) await closeOther(tools, viewer, wanted);
}

/** Whether the customer who would pay is still the one that the workspace buys with. */
async function isCurrent(
  db: SyncTools["db"],
  workspaceId: string,
  { customer }: Stripe.Checkout.Session,
): Promise<boolean> {
  const current = await store.findCurrentCustomer(db, workspaceId);
  return current !== null && current.id === (typeof customer === "string" ? customer : customer?.id);
}

/** The open intent for this purchase, or a new one; under the workspace's lock there is never a second. */
function openIntent(
  { db, now }: SyncTools,
  viewer: Viewer,
  wanted: intents.Purchase,
): Promise<intents.Intent> {
  const workspaceId = viewer.workspace.id;
  return db.$transaction(async (tx) => {
    await store.lockWorkspace(tx, workspaceId);
    const open = await intents.findOpenIntent(tx, workspaceId);
    if (open && intents.isFor(open, wanted)) return open;
    // Another tab has just begun to buy something else.
    if (open) throw new Refusal("conflict");
    const expiresAt = new Date(now().getTime() + openMs);
    return intents.insertIntent(tx, { workspaceId, profileId: viewer.profileId, expiresAt, ...wanted });
  });
}

/**
 * The intent's one session. Of two who begin it together in different languages, or after an answer
 * was lost, the second takes the one that is there.
 */
async function ensureSession(
  { db, stripe }: SyncTools,
  intent: intents.Intent,
  customer: string,
  price: string,
  viewer: Viewer,
): Promise<Stripe.Checkout.Session> {
  try {
    const params = sessionOf(intent, customer, price, viewer);
    return await stripe.checkout.sessions.create(params, idempotent("checkout", intent.id));
  } catch (error) {
    if (intent.promotionCodeId !== null && error instanceof Stripe.errors.StripeInvalidRequestError) {
      // Used up or switched off since it was looked at: the next try begins anew, with or without it.
      await intents.closeUnchanged(db, intent);
      throw new Refusal("conflict", { values: { reason: "discount_refused" } }, { cause: error });
    }
    const isTaken = error instanceof Stripe.errors.StripeIdempotencyError && error.statusCode === 400;
    if (!isTaken) throw error;
    const { data } = await stripe.checkout.sessions.list({ customer, status: "open", limit: 100 });
    const made = data.find(({ metadata }) => metadata?.intent_id === intent.id);
    if (made) return made;
    // The key is spent and nothing is open: the next try needs an intent of its own.
    await intents.closeUnchanged(db, intent);
    throw error;
  }
}

/** Everything but the language follows from the intent, so that a repetition says the same. */
function sessionOf(
  intent: intents.Intent,
  customer: string,
  price: string,
  viewer: Viewer,
): Stripe.Checkout.SessionCreateParams {
  const back = billingPageUrl(viewer.locale);
  const { plan, interval, currency, promotionCodeId, discountCode } = intent;
  const code = discountCode ?? undefined;
  const metadata = { workspace_id: intent.workspaceId, intent_id: intent.id };
  return {
    mode: "subscription",
    customer,
    line_items: [{ price, quantity: 1 }],
    success_url: `${back}?checkout=done`,
    // Whoever thinks twice finds what they had chosen.
    cancel_url: `${billingPageUrl(viewer.locale, { plan, interval, currency, code })}&checkout=canceled`,
    client_reference_id: intent.workspaceId,
    metadata,
    // What stands on the session does not reach the subscription.
    subscription_data: { metadata },
    // Stripe takes one of the two: a code that was typed here cannot be changed there.
    ...(promotionCodeId === null
      ? { allow_promotion_codes: true }
      : { discounts: [{ promotion_code: promotionCodeId }] }),
    locale: viewer.locale,
    expires_at: Math.floor(intent.expiresAt.getTime() / 1000),
  };
}
