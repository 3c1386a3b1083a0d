import Stripe from "stripe";
import { decideFit } from "#lib/codes/decide-fit.ts";
import { listFittingCodes } from "#lib/codes/store.ts";
import { env } from "#lib/env/server.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import { askStripe } from "../ask-stripe.ts";
import type { SubscriptionRow } from "../mirror/subscription-row.ts";
import type { SyncTools } from "../mirror/sync-customer.ts";
import { amountMinorOf, currencies, findPriceId, type Offer, type PlanName, plans } from "../plans.ts";
import { requireSubscription } from "../subscription.ts";
import { decideChange, type PaidTarget, type Target } from "./decide-change.ts";

/** Of what a sum is made up; each has its words in messages under `billing.change.lines`. */
export type LineKind = "unused" | "plan" | "discount" | "tax" | "balance" | "kept";
export type PreviewLine = { kind: LineKind; amountMinor: number };

/** What a change costs as from an instant of Stripe's, in Unix seconds. */
export type Quote = { prorationDate: number; amountDueMinor: number };

export type ChangePreview = {
  kind: "now" | "period_end" | "take_back";
  amountDueMinor: number;
  currency: string;
  effectiveAt: Date | null;
  /** To be sent back with the sum, for a change that is paid now. */
  prorationDate: number | null;
  /** They add up to the sum that is due. */
  lines: PreviewLine[];
  /** What each period costs from then on, by the price list. */
  newAmountMinor: number;
  /** Whether a discount lowers that. */
  hasDiscount: boolean;
  /** What the change leaves as a credit for later invoices. */
  creditMinor: number;
  /** How many codes the new limit would pause. */
  codesToPause: number;
};

/**
 * What a change would cost and when it would be done, without doing it.
 * @throws Refusal `forbidden`, `not_found` without a plan, `conflict` with the reason,
 *   `unavailable` when it is not sold here or Stripe does not answer
 */
export async function previewChange(
  tools: SyncTools,
  viewer: Viewer,
  target: Target,
): Promise<ChangePreview> {
  const row = await requireSubscription(tools, viewer);
  const decision = decideChange(row, target);
  if (decision.kind === "refused") throw new Refusal("conflict", { values: { reason: decision.reason } });
  const plan = target.plan === "free" ? "free" : offerOf(row, target);
  const later: ChangePreview = {
    kind: decision.kind === "take_back" ? "take_back" : "period_end",
    amountDueMinor: 0,
    currency: row.currency,
    effectiveAt: decision.kind === "take_back" ? null : row.periodEnd,
    prorationDate: null,
    lines: [],
    newAmountMinor: plan === "free" ? 0 : amountMinorOf(plan) * mainItemOf(row).quantity,
    hasDiscount: row.details.discountIds.length > 0,
    creditMinor: 0,
    codesToPause: await countCodesToPause(tools, viewer, target.plan),
  };
  if (decision.kind !== "now") return later;
  const invoice = await askStripe(() => previewInvoice(tools, row, decision.target));
  const { prorationDate, amountDueMinor } = quoteOf(invoice);
  return {
    ...later,
    kind: "now",
    amountDueMinor,
    effectiveAt: new Date(prorationDate * 1000),
    prorationDate,
    lines: previewLines(invoice),
    creditMinor: Math.max(0, -invoice.total),
  };
}

async function countCodesToPause({ db }: SyncTools, viewer: Viewer, plan: PlanName): Promise<number> {
  const codes = await listFittingCodes(db, viewer.workspace.id);
  return decideFit(codes, plans[plan].limits.activeCodes, false).pause.length;
}

/** The offer in the subscription's own currency: Stripe keeps a customer to one. */
export function offerOf(row: SubscriptionRow, { plan, interval }: PaidTarget): Offer {
  const currency = currencies.find((one) => one === row.currency);
  if (!currency) throw new Refusal("unavailable");
  return { plan, interval, currency };
}

/** @throws Refusal `unavailable` for what is not sold here */
export function requirePriceId(row: SubscriptionRow, target: PaidTarget): string {
  const price = findPriceId(offerOf(row, target), env());
  if (price === null) throw new Refusal("unavailable");
  return price;
}

/** The item whose price is changed: without its id Stripe would add a second one. */
export function mainItemOf(row: SubscriptionRow): { id: string; priceId: string; quantity: number } {
  const item = row.details.items.find(({ priceId }) => priceId === row.priceId);
  if (!item) throw new Error("a plan has no item of its price");
  return item;
}

/**
 * The invoice that a change now would make. Without a date Stripe takes its own time, so that
 * neither our clock nor a test clock can be beside it.
 */
export function previewInvoice(
  { stripe }: Pick<SyncTools, "stripe">,
  row: SubscriptionRow,
  target: PaidTarget,
  prorationDate?: number,
): Promise<Stripe.Invoice> {
  return stripe.invoices.createPreview({
    customer: row.customerId,
    subscription: row.id,
    subscription_details: {
      items: [{ id: mainItemOf(row).id, price: requirePriceId(row, target) }],
      proration_behavior: "always_invoice",
      ...(prorationDate === undefined ? {} : { proration_date: prorationDate }),
    },
  });
}

export function quoteOf(invoice: Stripe.Invoice): Quote {
  const told = invoice.parent?.subscription_details?.subscription_proration_date;
  // What is billed begins at the change.
  const begun = Math.max(...invoice.lines.data.map(({ period }) => period.start));
  return { prorationDate: told ?? begun, amountDueMinor: invoice.amount_due };
}

const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** The invoice in a person's words: they add up to what is due. */
export function previewLines(invoice: Stripe.Invoice): PreviewLine[] {
  const amounts = invoice.lines.data.map(({ amount }) => amount);
  const discount = -sum((invoice.total_discount_amounts ?? []).map(({ amount }) => amount));
  const lines: PreviewLine[] = [
    { kind: "plan", amountMinor: sum(amounts.filter((amount) => amount > 0)) },
    { kind: "unused", amountMinor: sum(amounts.filter((amount) => amount < 0)) },
    { kind: "discount", amountMinor: discount },
    { kind: "tax", amountMinor: invoice.total - sum(amounts) - discount },
    {
      kind: invoice.total < 0 ? "kept" : "balance",
      amountMinor: invoice.amount_due - invoice.total,
    },
  ];
  return lines.filter(({ amountMinor }) => amountMinor !== 0);
}

/** A quote holds this long. */
const holdsSeconds = 15 * 60;

/**
 * Whether a quote is still what the change costs: neither old nor of the future, by Stripe's time,
 * and of the same sum.
 */
export async function isQuoteGood(
  tools: Pick<SyncTools, "stripe">,
  row: SubscriptionRow,
  target: PaidTarget,
  quote: Quote,
): Promise<boolean> {
  const [fresh, quoted] = await Promise.all([
    previewInvoice(tools, row, target),
    previewInvoice(tools, row, target, quote.prorationDate).catch((error: unknown) => {
      // Such as an instant before the period that runs now.
      if (error instanceof Stripe.errors.StripeInvalidRequestError) return null;
      throw error;
    }),
  ]);
  const ageSeconds = quoteOf(fresh).prorationDate - quote.prorationDate;
  return ageSeconds >= 0 && ageSeconds <= holdsSeconds && quoted?.amount_due === quote.amountDueMinor;
}
