import type { BillingSummary } from "#lib/billing/billing-view.ts";

/** What a workspace has for free; each is a sentence in messages under `billing.covered`. */
export type FreeCover = "promo" | "given";

/** What makes a payment needless for now: something given, or days of a promo code that follow the trial. */
export function findFreeCover(
  { view, access }: { view: BillingSummary["view"]; access: Pick<BillingSummary["access"], "source"> },
  hasPromoDays: boolean,
): FreeCover | null {
  if (view === "given") return access.source === "promo" ? "promo" : "given";
  return view === "trial" && hasPromoDays ? "promo" : null;
}
