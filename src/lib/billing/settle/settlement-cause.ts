/** Why we told Stripe to end or give back something. */
const causes = ["second_plan", "dispute_lost"] as const;
export type SettlementCause = (typeof causes)[number];

/**
 * The cause goes to Stripe with the deed and is read back with what became of it: so the audit
 * tells it in the transaction that mirrors the deed, once, whoever died in between.
 */
export const causeKey = "dynamicqr_cause";

export function causeComment(cause: SettlementCause): string {
  return `${causeKey}: ${cause}`;
}

/** The cause in a comment or a metadata value, or null when the words are somebody else's. */
export function parseCause(text: string | null | undefined): SettlementCause | null {
  return causes.find((cause) => text === cause || text === causeComment(cause)) ?? null;
}
