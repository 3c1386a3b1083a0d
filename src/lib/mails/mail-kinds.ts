import type { CodeNames } from "./code-names.ts";

export type Sum = { amountMinor: number; currency: string };
/** What is bought: the names are those of `billing.plans` and `billing.intervals` in messages. */
export type Bought = Sum & { plan: PlanWord; interval: IntervalWord };
export type PlanWord = "free" | "pro" | "enterprise";
export type IntervalWord = "month" | "year";
/** The names are those of `usage.meters` in messages. */
export type MeterWord =
  | "activeCodes"
  | "trackedScans"
  | "analyticsQueries"
  | "exports"
  | "apiCalls"
  | "members";

/** A plan that ends, and what comes after it: the rest of a trial, or Free. */
type Ending = { plan: PlanWord; endsAt: string; trialEndsAt: string | null; codes: CodeNames };

/**
 * Every mail that the product sends, and what each has to be told. The values are stored as JSON
 * until the mail is written: instants are ISO strings.
 */
export type MailValues = {
  welcome: { trialEndsAt: string | null };
  trial_ending: { days: number; endsAt: string; codes: CodeNames };
  payment_failed: Sum & {
    plan: PlanWord;
    /** When Stripe tries the card again; null when it does not any more. */
    nextAttemptAt: string | null;
    /** Until when everything goes on; null when it is over already. */
    accessUntil: string | null;
    codes: CodeNames;
  };
  payment_recovered: { plan: PlanWord; renewsAt: string | null; resumed: CodeNames };
  plan_started: Bought & { renewsAt: string | null; resumed: CodeNames };
  plan_changed: Bought & { renewsAt: string | null };
  plan_change_scheduled: { plan: PlanWord; nextPlan: PlanWord; nextInterval: IntervalWord; at: string };
  /** With what is still to be paid for it; of mails of old nothing is known. */
  plan_cancelled: Ending & { owed?: Sum | null };
  plan_kept: { plan: PlanWord; renewsAt: string | null };
  plan_ending: Ending;
  /** `isByDispute` when a lost dispute has ended it; mails of old do not have it. */
  plan_ended: { plan: PlanWord; trialEndsAt: string | null; isByDispute?: boolean };
  downgrade_done: { limit: number; codes: CodeNames };
  receipt: Sum & { number: string | null };
  usage_notice: {
    meter: MeterWord;
    used: number;
    limit: number;
    /** The share of the limit that was passed. */
    percent: number;
    /** What becomes of the next use: taken, taken for a while yet, or refused. */
    state: "open" | "grace" | "blocked";
    /** Until when, and up to how many, it is taken beyond the limit; null outside of the grace. */
    grace: { endsAt: string; limit: number } | null;
    resetsAt: string;
    /** The plan that allows more; null where none does. */
    plan: PlanWord | null;
  };
  second_payment_refunded: Sum;
  account_leaving: { until: string };
  account_deleted: Record<string, never>;
  /** An admin did it. `codes` is how many were suspended with it, `contact` where one can ask why. */
  account_paused: { codes: number; contact: string | null };
  /** `codes` is how many were suspended until then. */
  account_resumed: { codes: number };
  /** By an admin, or by the operator. */
  api_key_revoked: { name: string; prefix: string; contact: string | null };
  /** To the mailbox that the account has had until now. */
  email_change_asked: { email: string };
  second_factor_added: Record<string, never>;
  second_factor_removed: Record<string, never>;
};

export type MailKind = keyof MailValues;

/** What is to be told, before it is known to whom. */
export type Notice = {
  [Kind in MailKind]: {
    kind: Kind;
    /** What exactly it is about: of one kind, nobody is told twice about the same. */
    about: string;
    values: MailValues[Kind];
  };
}[MailKind];
