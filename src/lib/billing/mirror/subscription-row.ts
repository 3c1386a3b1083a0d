import type Stripe from "stripe";
import { givesAccess } from "#lib/entitlements/gives-access.ts";
import { parseTier, type Tier, tierRank } from "#lib/entitlements/tiers.ts";
import { hourMs } from "#shared/time.ts";
import { findOffer, type Offer, type PriceVariables, plans } from "../plans.ts";
import { mrrMinorOf } from "./mrr.ts";

export type SetAsideReason = "unknown_price" | "second_plan";

/** A row of the mirror; everything but when the row itself was made and changed. */
export type SubscriptionRow = {
  id: string;
  workspaceId: string;
  customerId: string;
  kind: "plan" | "boost";
  status: string;
  priceId: string;
  tier: string | null;
  interval: string | null;
  currency: string;
  amountMinor: number | null;
  /** What it adds to the MRR; null where that is not known, and in rows that were not read again yet. */
  mrrMinor: number | null;
  quantity: number;
  periodStart: Date | null;
  periodEnd: Date | null;
  cancelAt: Date | null;
  canceledAt: Date | null;
  endedAt: Date | null;
  startedAt: Date;
  latestInvoiceId: string | null;
  graceUntil: Date | null;
  graceInvoiceId: string | null;
  setAsideReason: string | null;
  details: SubscriptionDetails;
};

export type SubscriptionDetails = {
  items: { id: string; priceId: string; quantity: number }[];
  discountIds: string[];
  isCancelingAtPeriodEnd: boolean;
  defaultPaymentMethodId: string | null;
  scheduleId: string | null;
  pendingUpdateExpiresAt: string | null;
  /** What the plan becomes when its schedule enters the next phase; rows of old have no such key. */
  scheduledChange?: ScheduledChange | null;
  /** A change that Stripe makes as soon as its invoice is paid. */
  pendingChange?: PendingChange | null;
};

/** An offer that is still to come; null where we do not know its price. */
type ComingOffer = { tier: Tier | null; interval: string | null; priceId: string };
export type ScheduledChange = ComingOffer & { at: string };
export type PendingChange = ComingOffer & { invoiceId: string | null; expiresAt: string };

export type BillingSettings = { prices: PriceVariables; graceHours: number };

const instant = (seconds: number | null | undefined): Date | null =>
  seconds === null || seconds === undefined ? null : new Date(seconds * 1000);

export const idOf = (value: string | { id: string } | null | undefined): string | null =>
  typeof value === "string" ? value : (value?.id ?? null);

/** Statuses that end for good. */
const terminal = new Set(["canceled", "incomplete_expired"]);

export function isOver(status: string): boolean {
  return terminal.has(status);
}

/**
 * The row that says what Stripe says. An unknown price never gives a tier and never takes away the
 * one that was given before: the row is set aside for a person, with what it had.
 */
export function subscriptionRow(
  subscription: Stripe.Subscription,
  invoices: readonly Stripe.Invoice[],
  previous: SubscriptionRow | null,
  owner: { workspaceId: string; customerId: string },
  settings: BillingSettings,
  now: Date,
): SubscriptionRow {
  const items = subscription.items.data;
  const sold = items.map((item) => ({ item, offer: findOffer(item.price.id, settings.prices) }));
  const best = sold
    .filter((entry): entry is { item: Stripe.SubscriptionItem; offer: Offer } => entry.offer !== null)
    .sort((a, b) => tierRank(plans[b.offer.plan].tier) - tierRank(plans[a.offer.plan].tier))[0];
  const main = best?.item ?? items[0];
  const kind = subscription.metadata.kind === "boost" ? "boost" : "plan";
  const isUnknown = kind === "plan" && (items.length === 0 || sold.some(({ offer }) => offer === null));
  const quantity = main?.quantity ?? 1;
  const periodEnd = latest(items.map((item) => item.current_period_end));
  return {
    id: subscription.id,
    ...owner,
    kind,
    status: subscription.status,
    priceId: main?.price.id ?? "",
    tier: kind === "boost" ? null : best ? plans[best.offer.plan].tier : keptTier(previous, now),
    interval: main?.price.recurring?.interval ?? null,
    currency: subscription.currency,
    amountMinor: typeof main?.price.unit_amount === "number" ? main.price.unit_amount * quantity : null,
    mrrMinor: mrrMinorOf(subscription, invoices),
    quantity,
    periodStart: latest(items.map((item) => item.current_period_start)),
    periodEnd,
    // In the flexible billing mode Stripe's portal writes `cancel_at` and leaves the flag alone.
    cancelAt: instant(subscription.cancel_at) ?? (subscription.cancel_at_period_end ? periodEnd : null),
    canceledAt: instant(subscription.canceled_at),
    endedAt: instant(subscription.ended_at),
    startedAt: new Date(subscription.start_date * 1000),
    latestInvoiceId: idOf(subscription.latest_invoice),
    ...grace(subscription, invoices, previous, settings.graceHours, now),
    setAsideReason: isUnknown ? "unknown_price" : null,
    details: {
      items: items.map((item) => ({ id: item.id, priceId: item.price.id, quantity: item.quantity ?? 1 })),
      discountIds: (subscription.discounts ?? []).flatMap((discount) => idOf(discount) ?? []),
      isCancelingAtPeriodEnd: subscription.cancel_at_period_end,
      defaultPaymentMethodId: idOf(subscription.default_payment_method),
      scheduleId: idOf(subscription.schedule),
      pendingUpdateExpiresAt: instant(subscription.pending_update?.expires_at)?.toISOString() ?? null,
      scheduledChange: scheduledChange(subscription, main?.price.id, settings.prices),
      pendingChange: pendingChange(subscription, settings.prices),
    },
  };
}

function comingOffer(priceId: string, prices: PriceVariables): ComingOffer {
  const offer = findOffer(priceId, prices);
  return { tier: offer && plans[offer.plan].tier, interval: offer?.interval ?? null, priceId };
}

/** The phase after the running one, when it sells something else. The schedule has to be expanded. */
function scheduledChange(
  { schedule }: Stripe.Subscription,
  currentPrice: string | undefined,
  prices: PriceVariables,
): ScheduledChange | null {
  if (schedule === null || typeof schedule === "string" || schedule.status !== "active") return null;
  const from = schedule.current_phase?.end_date ?? Number.POSITIVE_INFINITY;
  const next = schedule.phases.find((phase) => phase.start_date >= from);
  const priceId = idOf(next?.items[0]?.price);
  if (!next || priceId === null || priceId === currentPrice) return null;
  return { ...comingOffer(priceId, prices), at: new Date(next.start_date * 1000).toISOString() };
}

function pendingChange(subscription: Stripe.Subscription, prices: PriceVariables): PendingChange | null {
  const update = subscription.pending_update;
  const priceId = update?.subscription_items?.[0]?.price.id;
  if (!update || priceId === undefined) return null;
  return {
    ...comingOffer(priceId, prices),
    invoiceId: idOf(subscription.latest_invoice),
    expiresAt: new Date(update.expires_at * 1000).toISOString(),
  };
}

function latest(seconds: number[]): Date | null {
  return seconds.length === 0 ? null : new Date(Math.max(...seconds) * 1000);
}

/** The tier that an unknown price leaves as it is: the one that gives access now, or none. */
function keptTier(previous: SubscriptionRow | null, now: Date): Tier | null {
  return previous && givesAccess(previous, now) ? parseTier(previous.tier) : null;
}

/**
 * Grace is given once for each failing invoice, from the moment in which we learn of it, and is
 * over for good when payment comes. Of several failing ones the oldest counts, so that the next
 * period's invoice does not give another day.
 */
function grace(
  subscription: Stripe.Subscription,
  invoices: readonly Stripe.Invoice[],
  previous: SubscriptionRow | null,
  graceHours: number,
  now: Date,
): Pick<SubscriptionRow, "graceUntil" | "graceInvoiceId"> {
  const { status } = subscription;
  if (status === "active" || status === "trialing") return { graceUntil: null, graceInvoiceId: null };
  const kept = { graceUntil: previous?.graceUntil ?? null, graceInvoiceId: previous?.graceInvoiceId ?? null };
  if (status !== "past_due") return kept;
  const invoiceId = failingInvoiceId(subscription, invoices);
  if (kept.graceUntil !== null && (invoiceId === null || kept.graceInvoiceId === invoiceId)) return kept;
  return { graceUntil: new Date(now.getTime() + graceHours * hourMs), graceInvoiceId: invoiceId };
}

function failingInvoiceId(
  subscription: Stripe.Subscription,
  invoices: readonly Stripe.Invoice[],
): string | null {
  const failing = invoices
    .filter((invoice) => subscriptionIdOf(invoice) === subscription.id)
    .filter((invoice) => invoice.status === "open" && invoice.attempt_count > 0)
    .sort((a, b) => a.created - b.created)[0];
  return failing?.id ?? idOf(subscription.latest_invoice);
}

export function subscriptionIdOf(invoice: Stripe.Invoice): string | null {
  return idOf(invoice.parent?.subscription_details?.subscription);
}

/** The row of a subscription that Stripe knows no more. */
export function missingSubscriptionRow(previous: SubscriptionRow, now: Date): SubscriptionRow {
  return isOver(previous.status) ? previous : { ...previous, status: "canceled", endedAt: now, mrrMinor: 0 };
}

/** Statuses of a plan that lives or may live again; the index `subscriptions_live_plan_key` has them too. */
const living = new Set(["active", "trialing", "past_due", "unpaid", "paused"]);

/** Whether the row takes the workspace's one place for a plan. */
export function holdsPlace(row: SubscriptionRow): boolean {
  return row.kind === "plan" && living.has(row.status) && row.setAsideReason === null;
}

/**
 * A workspace has one plan. When Stripe has several, the one that gives most stays, of equals the
 * oldest: the second was bought by mistake and can be given back in full. The others are set aside
 * and shown, and give nothing.
 */
export function setAsideSecondPlans(
  rows: readonly SubscriptionRow[],
  now: Date,
  holderId: string | null = null,
): SubscriptionRow[] {
  const free = rows.map((row) =>
    row.setAsideReason === "second_plan" ? { ...row, setAsideReason: null } : row,
  );
  const [first] = free
    .filter(holdsPlace)
    .sort((a, b) => order(b, now) - order(a, now) || oldest(a, b, holderId));
  return free.map((row) =>
    holdsPlace(row) && row.id !== first?.id ? { ...row, setAsideReason: "second_plan" } : row,
  );
}

/** Access first, then what is paid before what is not, then the tier. */
function order(row: SubscriptionRow, now: Date): number {
  const tier = parseTier(row.tier);
  const isPaid = row.status === "active" || row.status === "trialing";
  return (givesAccess(row, now) ? 100 : 0) + (isPaid ? 50 : 0) + (tier ? tierRank(tier) : -1);
}

/** Stripe counts in seconds: of two that began in the same one, whichever has the place keeps it. */
function oldest(a: SubscriptionRow, b: SubscriptionRow, holderId: string | null): number {
  const isHolder = ({ id }: SubscriptionRow) => Number(id === holderId);
  return a.startedAt.getTime() - b.startedAt.getTime() || isHolder(b) - isHolder(a) || (a.id < b.id ? -1 : 1);
}
