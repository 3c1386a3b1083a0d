import { useTranslations } from "next-intl";
import { intervals } from "#lib/billing/plans.ts";

/** What has words of ours; what Stripe spells in another way keeps its spelling. */
const known = {
  statuses: [
    ...["incomplete", "incomplete_expired", "trialing", "active", "past_due", "canceled", "unpaid", "paused"],
    ...["draft", "open", "paid", "uncollectible", "void"],
    ...["warning_needs_response", "warning_under_review", "warning_closed"],
    ...["needs_response", "under_review", "won", "lost", "prevented"],
  ],
  reasons: [
    ...["bank_cannot_process", "credit_not_processed", "customer_initiated", "debit_not_authorized"],
    ...["duplicate", "fraudulent", "general", "insufficient_funds", "noncompliant"],
    ...["product_not_received", "product_unacceptable", "subscription_canceled", "unrecognized"],
  ],
} as const;

/** Stripe's words for what is there and why, in the reader's language. */
export function useStripeTexts() {
  const statuses = useTranslations("admin.statuses");
  const reasons = useTranslations("admin.dispute_reasons");
  const aside = useTranslations("admin.subscriptions");
  const per = useTranslations("billing.per");
  return {
    /** Of a subscription, an invoice or a dispute. */
    statusText: (status: string): string => {
      const word = known.statuses.find((one) => one === status);
      return word ? statuses(word) : status;
    },
    /** Why a customer disputes. */
    disputeReasonText: (reason: string | null): string => {
      const word = known.reasons.find((one) => one === (reason ?? "general"));
      return word ? reasons(word) : String(reason).replaceAll("_", " ");
    },
    /** Why a person has to decide of a subscription. */
    setAsideText: (reason: string | null): string =>
      aside(reason === "unknown_price" || reason === "second_plan" ? reason : "other"),
    /** How often a sum is paid; nothing where that is not known. */
    perText: (interval: string | null): string => {
      const word = intervals.find((one) => one === interval);
      return word ? per(word) : (interval ?? "");
    },
  };
}
