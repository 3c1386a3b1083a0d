import { z } from "zod";

/** What warns in the audit; each has its words in messages under `admin.warnings`. */
export const warningKinds = [
  "subscription_set_aside",
  "payment_failed",
  "refund_failed",
  "dispute_opened",
] as const;

const sum = { amountMinor: z.int(), currency: z.string() };

const facts = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("subscription_set_aside"),
    setAsideReason: z.string(),
    priceId: z.string(),
  }),
  z.object({
    kind: z.literal("payment_failed"),
    invoiceId: z.string().nullable(),
    graceUntil: z.iso.datetime(),
  }),
  z.object({ kind: z.literal("refund_failed"), ...sum }),
  z.object({
    kind: z.literal("dispute_opened"),
    ...sum,
    chargeId: z.string(),
    reason: z.string().nullable(),
  }),
]);

export type Warning = z.infer<typeof facts>;

/** What a warning of the audit says, or null for one whose form nobody here writes. */
export function readWarning(action: string, after: unknown): Warning | null {
  const kind = action.slice("warning.".length);
  const noted = typeof after === "object" && after !== null ? after : {};
  const read = facts.safeParse({ ...noted, kind });
  return read.success ? read.data : null;
}
