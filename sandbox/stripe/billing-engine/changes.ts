import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import { amountIn, requirePrice } from "../resources/catalogue.ts";
import type { Debit, Stored } from "../store/documents.ts";
import { subscriptionItem } from "./items.ts";
import { type DraftLine, describe, productName } from "./lines.ts";
import { nextBoundary, type Recurring, shareOf } from "./periods.ts";

export type ItemPlan = { id: string; price: string; quantity: number; isNew: boolean };

/** A change of what is sold, worked out before it is done; it can wait as JSON. */
export type Change = {
  at: number;
  items: ItemPlan[];
  /** The period starts anew at `at`. */
  isReset: boolean;
  endsTrial: boolean;
  period: { start: number; end: number };
  lines: DraftLine[];
};

export type ChangeInput = {
  items: ItemPlan[];
  at: number;
  proration: "create_prorations" | "always_invoice" | "none";
  isAnchorNow: boolean;
  endsTrial: boolean;
};

export function recurringOf(ctx: Context, price: string): Recurring {
  const { recurring } = requirePrice(ctx, price).body;
  if (recurring === null) {
    throw invalid(
      "The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.",
      "items[0][price]",
    );
  }
  return recurring;
}

export function requireAmount(ctx: Context, price: string, currency: string): number {
  const stored = requirePrice(ctx, price);
  const amount = amountIn(stored, currency);
  if (amount === null) {
    throw invalid(
      `The price specified only supports \`${stored.body.currency}\`. This doesn't match the expected currency: \`${currency}\`.`,
      "items[0][price]",
    );
  }
  return amount;
}

/** Works out a change: credits of what was debited for time that is left, debits of what it costs now. */
export function planChange(ctx: Context, subscription: Stored<"subscription">, input: ChangeInput): Change {
  const { body } = subscription;
  const first = input.items[0];
  const current = body.items.data[0];
  if (first === undefined || current === undefined)
    throw invalid("A subscription needs at least one item.", "items");
  const recurring = recurringOf(ctx, first.price);
  for (const item of input.items) {
    const other = recurringOf(ctx, item.price);
    if (other.interval !== recurring.interval || other.interval_count !== recurring.interval_count) {
      throw invalid("The local Stripe bills all items of a subscription at the same interval.", "items");
    }
  }
  const isTrial = body.status === "trialing" && !input.endsTrial;
  const total = (items: { price: string; quantity: number }[]) =>
    items.reduce((sum, item) => sum + requireAmount(ctx, item.price, body.currency) * item.quantity, 0);
  const before = body.items.data.map((item) => ({ price: item.price.id, quantity: item.quantity ?? 1 }));
  const was = recurringOf(ctx, current.price.id);
  const isOtherInterval =
    was.interval !== recurring.interval || was.interval_count !== recurring.interval_count;
  const startsToCost = total(before) === 0 && total(input.items) > 0;
  const isReset = !isTrial && (input.isAnchorNow || input.endsTrial || isOtherInterval || startsToCost);
  const period = isReset
    ? { start: input.at, end: nextBoundary(input.at, recurring, input.at) }
    : { start: current.current_period_start, end: current.current_period_end };
  if (!isReset && (input.at < period.start || input.at > period.end)) {
    throw invalid("Proration date must be within the current period.", "proration_date");
  }
  const isProrated = input.proration !== "none" && !isTrial;
  const lines: DraftLine[] = [];
  for (const item of body.items.data) {
    const next = input.items.find((one) => one.id === item.id);
    const isSame = next !== undefined && next.price === item.price.id && next.quantity === item.quantity;
    if (isProrated && (isReset || !isSame)) lines.push(...credits(ctx, subscription, item.id, input.at));
  }
  for (const item of input.items) {
    const old = body.items.data.find((one) => one.id === item.id);
    const isSame = old !== undefined && old.price.id === item.price && old.quantity === item.quantity;
    const amount = requireAmount(ctx, item.price, body.currency) * item.quantity;
    if (isReset) lines.push(line(ctx, subscription, item, amount, period, false));
    else if (isProrated && !isSame) {
      const share = shareOf(amount, period.end - input.at, period.end - period.start);
      lines.push(line(ctx, subscription, item, share, { start: input.at, end: period.end }, true));
    }
  }
  return { at: input.at, items: input.items, isReset, endsTrial: input.endsTrial, period, lines };
}

function credits(ctx: Context, subscription: Stored<"subscription">, item: string, at: number): DraftLine[] {
  const { body, inner } = subscription;
  const price = body.items.data.find((one) => one.id === item);
  if (price === undefined) return [];
  return inner.debits
    .filter((debit) => debit.item === item && debit.to > at && debit.net > 0)
    .map((debit) => ({
      amount: -shareOf(debit.net, debit.to - Math.max(at, debit.from), debit.to - debit.from),
      description: `Unused time on ${productName(ctx, price.price.id)} after ${new Date(at * 1000).toISOString().slice(0, 10)}`,
      from: Math.max(at, debit.from),
      to: debit.to,
      price: price.price.id,
      quantity: price.quantity ?? 1,
      subscription: subscription.id,
      item,
      isProration: true,
      isDiscountable: false,
      invoiceItem: null,
    }));
}

function line(
  ctx: Context,
  subscription: Stored<"subscription">,
  item: { id: string; price: string; quantity: number },
  amount: number,
  period: { start: number; end: number },
  isProration: boolean,
): DraftLine {
  return {
    amount,
    description: isProration
      ? `Remaining time on ${describe(ctx, item.price, item.quantity)} after ${new Date(period.start * 1000).toISOString().slice(0, 10)}`
      : describe(ctx, item.price, item.quantity),
    from: period.start,
    to: period.end,
    price: item.price,
    quantity: item.quantity,
    subscription: subscription.id,
    item: item.id,
    isProration,
    isDiscountable: true,
    invoiceItem: null,
  };
}

/** The lines of a whole period, as creation and renewal bill it. */
export function periodLines(
  ctx: Context,
  subscription: Stored<"subscription">,
  isFree: boolean,
): DraftLine[] {
  return subscription.body.items.data.map((item) => {
    const quantity = item.quantity ?? 1;
    const amount = isFree ? 0 : requireAmount(ctx, item.price.id, subscription.body.currency) * quantity;
    const period = { start: item.current_period_start, end: item.current_period_end };
    return line(ctx, subscription, { id: item.id, price: item.price.id, quantity }, amount, period, false);
  });
}

/** Remembers what an invoice debits for which time: later credits come out of it. */
export function recordDebits(subscription: Stored<"subscription">, invoice: Stripe.Invoice): void {
  for (const one of invoice.lines.data) {
    const item = one.parent?.subscription_item_details?.subscription_item;
    if (item === undefined || one.amount <= 0) continue;
    const net = one.amount - (one.discount_amounts ?? []).reduce((sum, cut) => sum + cut.amount, 0);
    const debit: Debit = {
      item,
      invoice: invoice.id,
      line: one.id,
      from: one.period.start,
      to: one.period.end,
      net,
    };
    subscription.inner.debits.push(debit);
  }
}

/** Does what was planned. `invoice` is the one that bills it, where there is one. */
export function applyChange(
  ctx: Context,
  subscription: Stored<"subscription">,
  change: Change,
  invoice: Stored<"invoice"> | null,
  options: { pendingUpdate?: null; mutate?: (body: Stripe.Subscription) => void; isCredited?: boolean } = {},
): void {
  const { inner } = subscription;
  const credited = new Set(change.lines.filter((one) => one.amount < 0).map((one) => one.item));
  for (const debit of inner.debits) {
    if (!credited.has(debit.item) || debit.to <= change.at) continue;
    debit.net -= shareOf(debit.net, debit.to - Math.max(change.at, debit.from), debit.to - debit.from);
    debit.to = Math.max(change.at, debit.from);
  }
  inner.debits = inner.debits.filter((debit) => debit.to > change.at);
  if (invoice !== null) recordDebits(subscription, invoice.body);
  ctx.change(subscription, "customer.subscription.updated", (body) => {
    body.items.data = change.items.map((plan) => {
      const old = body.items.data.find((one) => one.id === plan.id);
      const item =
        old ??
        subscriptionItem(ctx, {
          id: plan.id,
          subscription: body.id,
          price: plan.price,
          quantity: plan.quantity,
          period: change.period,
          at: change.at,
        });
      const price = requirePrice(ctx, plan.price);
      return {
        ...subscriptionItem(ctx, {
          id: plan.id,
          subscription: body.id,
          price: price.id,
          quantity: plan.quantity,
          period: change.period,
          at: item.created,
        }),
        metadata: item.metadata,
      };
    });
    if (change.isReset) body.billing_cycle_anchor = change.period.start;
    if (change.endsTrial) {
      body.trial_end = change.at;
      if (body.status === "trialing") body.status = "active";
    }
    if (body.cancel_at_period_end) body.cancel_at = change.period.end;
    if (options.pendingUpdate === null) body.pending_update = null;
    if (invoice !== null) body.latest_invoice = invoice.id;
    options.mutate?.(body);
  });
}
