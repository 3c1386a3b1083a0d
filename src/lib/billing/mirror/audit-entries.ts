import type { AuditEntry, AuditFacts } from "#lib/audit/record.ts";
import type { TrialFacts } from "#lib/entitlements/given-time.ts";
import type { Entitlements } from "#lib/entitlements/resolve.ts";
import { parseCause } from "../settle/settlement-cause.ts";
import type { CustomerRow } from "../store.ts";
import { rowsEqual } from "./rows-equal.ts";
import { isOver, type SubscriptionRow } from "./subscription-row.ts";

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/** What of a subscription is worth telling: not every renewal's dates, but what is paid and given. */
function subscriptionFacts(row: SubscriptionRow): AuditFacts {
  return {
    status: row.status,
    tier: row.tier,
    priceId: row.priceId,
    interval: row.interval,
    currency: row.currency,
    amountMinor: row.amountMinor,
    quantity: row.quantity,
    cancelAt: iso(row.cancelAt),
    scheduledPriceId: row.details.scheduledChange?.priceId ?? null,
    graceUntil: iso(row.graceUntil),
    setAsideReason: row.setAsideReason,
  };
}

/** Why a subscription has ended, as Stripe tells it; a person's own words in the comment are not read. */
export type EndCause = { reason: string | null; comment: string | null };

const endActions = {
  second_plan: "subscription.second_refunded",
  dispute_lost: "subscription.ended_by_dispute",
} as const;

function endEntries(
  entry: Pick<AuditEntry, "actor" | "subject" | "workspaceId">,
  before: SubscriptionRow | null,
  after: SubscriptionRow,
  cause: EndCause | undefined,
): AuditEntry[] {
  const settlement = parseCause(cause?.comment);
  if (settlement === null || !isOver(after.status) || (before && isOver(before.status))) return [];
  return [{ ...entry, actor: "system", action: endActions[settlement], after: { status: after.status } }];
}

/**
 * The entries of one changed subscription: the change itself, and a warning of its own for what a
 * person has to look at.
 */
export function subscriptionEntries(
  before: SubscriptionRow | null,
  after: SubscriptionRow,
  cause?: EndCause,
): AuditEntry[] {
  const entry = { actor: "stripe", subject: `subscription:${after.id}`, workspaceId: after.workspaceId };
  const entries: AuditEntry[] = [];
  const facts = { before: before && subscriptionFacts(before), after: subscriptionFacts(after) };
  if (facts.before === null) entries.push({ ...entry, action: "subscription.created", after: facts.after });
  else if (!rowsEqual(facts.before, facts.after)) {
    const reason = isOver(after.status) ? cause?.reason : null;
    const changed = { before: facts.before, after: { ...facts.after, ...(reason && { cause: reason }) } };
    entries.push({ ...entry, action: "subscription.changed", ...changed });
  }
  entries.push(...endEntries(entry, before, after, cause));
  if (after.setAsideReason !== null && after.setAsideReason !== before?.setAsideReason) {
    const { setAsideReason, priceId } = after;
    entries.push({ ...entry, action: "warning.subscription_set_aside", after: { setAsideReason, priceId } });
  }
  if (after.graceUntil !== null && after.graceInvoiceId !== before?.graceInvoiceId) {
    const warning = { invoiceId: after.graceInvoiceId, graceUntil: iso(after.graceUntil) };
    entries.push({ ...entry, action: "warning.payment_failed", after: warning });
  }
  return entries;
}

export function customerEntries(before: CustomerRow, after: CustomerRow): AuditEntry[] {
  if (before.deletedAt !== null || after.deletedAt === null) return [];
  return [
    {
      actor: "stripe",
      action: "customer.deleted",
      subject: `customer:${after.id}`,
      workspaceId: after.workspaceId,
      after: { deletedAt: iso(after.deletedAt) },
    },
  ];
}

/** What a purchase took out of the trial's clock, or its end put back on it. */
export function trialEntries(workspaceId: string, before: TrialFacts, after: TrialFacts): AuditEntry[] {
  const facts = ({ trialEndsAt, trialBankedSeconds }: TrialFacts): AuditFacts => ({
    trialEndsAt: iso(trialEndsAt),
    trialBankedSeconds,
  });
  if (rowsEqual(facts(before), facts(after))) return [];
  return [
    {
      actor: "system",
      action: after.trialBankedSeconds > 0 ? "trial.banked" : "trial.resumed",
      subject: `workspace:${workspaceId}`,
      workspaceId,
      before: facts(before),
      after: facts(after),
    },
  ];
}

export function accessEntries(workspaceId: string, before: Entitlements, after: Entitlements): AuditEntry[] {
  const facts = ({ tier, source, graceUntil }: Entitlements): AuditFacts => ({
    tier,
    source,
    graceUntil: iso(graceUntil),
  });
  if (rowsEqual(facts(before), facts(after))) return [];
  return [
    {
      actor: "system",
      action: "access.changed",
      subject: `workspace:${workspaceId}`,
      workspaceId,
      before: facts(before),
      after: facts(after),
    },
  ];
}
