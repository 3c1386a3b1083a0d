import type { BillingView } from "#lib/billing/billing-view.ts";

/** From so many days before its end a trial is spoken of on every page. */
const lastTrialDays = 3;

export type BillingStanding = {
  view: BillingView;
  /** Days of the trial, where they are counted down; null for one that was granted for long. */
  trialDaysLeft: number | null;
  graceUntil: Date | null;
};
export type Urgency = "attention" | "notice";

/** How urgent billing is on every page: money that is missing, or a trial that ends; null for not at all. */
export function billingUrgency({ view, trialDaysLeft, graceUntil }: BillingStanding): Urgency | null {
  if (view === "restricted" || view === "incomplete" || (view === "grace" && graceUntil)) return "attention";
  return view === "trial" && trialDaysLeft !== null && trialDaysLeft <= lastTrialDays ? "notice" : null;
}

/**
 * Which of two banners is shown, as there is one at a time: money that is missing, a limit that is
 * reached, a trial that ends, a limit that is near.
 */
export function comesBeforeBilling(usage: "open" | "grace" | "blocked", billing: Urgency | null): boolean {
  return billing === null || (billing === "notice" && usage !== "open");
}
