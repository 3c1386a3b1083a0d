import type { Foreseen } from "#lib/codes/foresee-unpaid.ts";
import type { Source } from "#lib/entitlements/resolve.ts";
import { parseTier } from "#lib/entitlements/tiers.ts";
import type { CodeNames } from "#lib/mails/code-names.ts";
import type { IntervalWord, Notice, PlanWord, Sum } from "#lib/mails/mail-kinds.ts";
import { dayMs } from "#shared/time.ts";
import type { InvoiceRow } from "../mirror/invoice-row.ts";
import { rowsEqual } from "../mirror/rows-equal.ts";
import { holdsPlace, isOver, type SubscriptionRow } from "../mirror/subscription-row.ts";
import { intervals, planOfTier } from "../plans.ts";

/** What of a workspace's billing decides who is told what. */
export type BillingSight = {
  subscriptions: readonly SubscriptionRow[];
  /** Those that are not paid yet, or were paid lately. */
  invoices: readonly InvoiceRow[];
};

export type BillingChange = {
  before: BillingSight;
  after: BillingSight;
  /** Why the workspace has access now. */
  source: Source;
  /** Until when the rest of a trial goes on that took the plan's place. */
  trialEndsAt: Date | null;
  hasPausedCodes: boolean;
  resumed: CodeNames;
  /** What it would mean if nothing were paid from when access ends. */
  foreseen: Foreseen;
  /** What was given back because a plan had been bought twice. */
  refunds: readonly { id: string; amountMinor: number; currency: string }[];
  /** Subscriptions that we ended because a dispute about their payment was lost. */
  endedByDispute: readonly string[];
};

/** Older than this, it is history that we read for the first time, and no news. */
export const newsMs = 3 * dayMs;

/**
 * What people are told when a reading has been written. Pure, and a comparison alone: what was so
 * before is not told again, and what is old when we first see it is not told at all.
 */
export function billingMails(change: BillingChange, now: Date): Notice[] {
  const plan = findPlan(change.before);
  const next = findPlan(change.after);
  return [
    ...(next ? failures(change, next, now) : []),
    ...(next ? planNews(change, plan, next, now) : plan ? endNews(change, plan) : []),
    ...receipts(change, now),
    ...change.refunds.map(
      ({ id, ...values }): Notice => ({ kind: "second_payment_refunded", about: id, values }),
    ),
  ];
}

type Plan = { row: SubscriptionRow; plan: PlanWord; interval: IntervalWord };

/** The workspace's one plan, as it can be named to people. */
function findPlan({ subscriptions }: BillingSight): Plan | null {
  const row = subscriptions.find(holdsPlace);
  const plan = planWord(row?.tier ?? null);
  return row && plan ? { row, plan, interval: intervalWord(row.interval) } : null;
}

export function planWord(tierName: string | null): PlanWord | null {
  const tier = parseTier(tierName);
  return (tier && planOfTier(tier)?.name) ?? null;
}

function intervalWord(name: string | null): IntervalWord {
  return intervals.find((interval) => interval === name) ?? "month";
}

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

const isFailing = ({ status }: SubscriptionRow) => status === "past_due" || status === "unpaid";
const isInOrder = ({ status }: SubscriptionRow) => status === "active" || status === "trialing";

/** Once for each try of each invoice; also when we learn of the try before the plan is past due. */
function failures({ before, after, foreseen }: BillingChange, { row, plan }: Plan, now: Date): Notice[] {
  if (!isFailing(row)) return [];
  const known = before.subscriptions.find(({ id }) => id === row.id);
  const tries = new Map(before.invoices.map(({ id, attemptCount }) => [id, attemptCount]));
  const failing = after.invoices.filter(
    ({ subscriptionId, status, attemptCount }) =>
      subscriptionId === row.id && status === "open" && attemptCount > 0,
  );
  return failing
    .filter(({ id, attemptCount, issuedAt }) =>
      known ? !isFailing(known) || attemptCount > (tries.get(id) ?? 0) : isNews(issuedAt, now),
    )
    .map((invoice) => {
      const { graceUntil } = row;
      return {
        kind: "payment_failed",
        about: `${invoice.id}:${invoice.attemptCount}`,
        values: {
          plan,
          amountMinor: invoice.amountDueMinor - invoice.amountPaidMinor,
          currency: invoice.currency,
          nextAttemptAt: iso(invoice.nextAttemptAt),
          accessUntil: row.status === "past_due" && graceUntil && graceUntil > now ? iso(graceUntil) : null,
          codes: foreseen.codes,
        },
      };
    });
}

function planNews(change: BillingChange, before: Plan | null, after: Plan, now: Date): Notice[] {
  const { row } = after;
  if (!isInOrder(row)) return before ? cancelled(change, before, after) : [];
  const wasKnown = change.before.subscriptions.some(({ id }) => id === row.id);
  if (before === null) return wasKnown || isNews(row.startedAt, now) ? started(change, after) : [];
  return [
    ...recovered(change, before, after),
    ...changed(before, after, now),
    ...scheduled(before, after),
    ...cancelled(change, before, after),
  ];
}

function bought({ row, plan, interval }: Plan) {
  return {
    plan,
    interval,
    amountMinor: row.amountMinor ?? 0,
    currency: row.currency,
    renewsAt: renewal(row),
  };
}

function renewal({ periodEnd, cancelAt }: SubscriptionRow): string | null {
  return cancelAt === null ? iso(periodEnd) : null;
}

function started({ resumed }: BillingChange, after: Plan): Notice[] {
  return [{ kind: "plan_started", about: after.row.id, values: { ...bought(after), resumed } }];
}

function recovered({ resumed }: BillingChange, before: Plan, { row, plan }: Plan): Notice[] {
  if (before.row.id !== row.id || !isFailing(before.row)) return [];
  const about = `${row.id}:${before.row.graceInvoiceId ?? before.row.latestInvoiceId}`;
  return [{ kind: "payment_recovered", about, values: { plan, renewsAt: renewal(row), resumed } }];
}

function changed(before: Plan, after: Plan, now: Date): Notice[] {
  if (before.plan === after.plan && before.interval === after.interval) return [];
  const about = `${after.row.id}:${after.row.priceId}:${now.getTime()}`;
  return [{ kind: "plan_changed", about, values: bought(after) }];
}

function scheduled(before: Plan, { row, plan, interval }: Plan): Notice[] {
  const [old, next] = [before.row.details.scheduledChange, row.details.scheduledChange];
  const nextPlan = planWord(next?.tier ?? null);
  if (!next || nextPlan === null || (old && rowsEqual(old, next))) return [];
  const about = `${row.id}:${row.details.scheduleId}:${next.priceId}:${Date.parse(next.at)}`;
  const nextInterval = next.interval === null ? interval : intervalWord(next.interval);
  return [{ kind: "plan_change_scheduled", about, values: { plan, nextPlan, nextInterval, at: next.at } }];
}

function cancelled({ after, foreseen }: BillingChange, { row: old }: Plan, { row, plan }: Plan): Notice[] {
  if (old.id !== row.id || old.cancelAt?.getTime() === row.cancelAt?.getTime()) return [];
  if (row.cancelAt === null) {
    const about = `${row.id}:${old.canceledAt?.getTime() ?? old.cancelAt?.getTime()}`;
    return [{ kind: "plan_kept", about, values: { plan, renewsAt: renewal(row) } }];
  }
  const about = `${row.id}:${row.cancelAt.getTime()}:${row.canceledAt?.getTime() ?? ""}`;
  const { codes, trialEndsAt } = foreseen;
  const endsAt = row.cancelAt.toISOString();
  const values = { plan, endsAt, trialEndsAt: iso(trialEndsAt), codes, owed: owedFor(row, after) };
  return [{ kind: "plan_cancelled", about, values }];
}

/** What a plan whose payment fails still costs, by its newest open invoice; null for nothing. */
function owedFor(row: SubscriptionRow, { invoices }: BillingSight): Sum | null {
  if (!isFailing(row)) return null;
  const open = invoices.findLast(
    ({ subscriptionId, status }) => subscriptionId === row.id && status === "open",
  );
  if (!open) return null;
  return { amountMinor: open.amountDueMinor - open.amountPaidMinor, currency: open.currency };
}

/**
 * That codes were paused is told by a mail of its own, which says that the plan is over too, but
 * not that a lost dispute has ended it.
 */
function endNews(
  { after, source, trialEndsAt, hasPausedCodes, endedByDispute }: BillingChange,
  { row, plan }: Plan,
): Notice[] {
  const isEnded = after.subscriptions.some(({ id, status }) => id === row.id && isOver(status));
  const isByDispute = endedByDispute.includes(row.id);
  if (!isEnded || (hasPausedCodes && !isByDispute) || source === "subscription") return [];
  const values = { plan, trialEndsAt: source === "trial" ? iso(trialEndsAt) : null, isByDispute };
  return [{ kind: "plan_ended", about: row.id, values }];
}

function receipts({ before, after }: BillingChange, now: Date): Notice[] {
  const paid = new Set(before.invoices.flatMap(({ id, status }) => (status === "paid" ? [id] : [])));
  return after.invoices
    .filter(({ id, status, amountPaidMinor }) => status === "paid" && amountPaidMinor > 0 && !paid.has(id))
    .filter(({ paidAt }) => paidAt !== null && isNews(paidAt, now))
    .map(({ id, number, amountPaidMinor: amountMinor, currency }) => ({
      kind: "receipt",
      about: id,
      values: { amountMinor, currency, number },
    }));
}

function isNews(at: Date, now: Date): boolean {
  return at.getTime() >= now.getTime() - newsMs;
}
