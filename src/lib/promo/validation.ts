import { z } from "zod";
import { reasonText } from "#lib/admin/reason.ts";
import { Refusal } from "#shared/errors.ts";
import { place } from "#shared/keyset.ts";
import { lineOfText, searchText } from "#shared/text.ts";
import { utcEnd } from "#shared/utc-input.ts";
import { canonicalCode } from "./code-text.ts";

const mostDays = 3_650;
const mostUses = 1_000_000;
export const mostInBatch = 1_000;
const longestTyped = 200;
/** What a person thinks of is no shorter. */
const shortestCode = 4;
/** A code that is one person's has room for 50 bits, and so is hardly a word. */
const shortestSingleUse = Math.ceil(50 / Math.log2(36));

/** Whether a code that one person is to have can be hit upon: words are tried first. */
export function isGuessable(code: string, maxUses: number | null): boolean {
  return maxUses === 1 && code.length < shortestSingleUse;
}

/** What somebody redeems, as they have typed it. */
export const redeemBody = z.strictObject({
  code: z.string({ error: "required" }).trim().min(1, { error: "required" }).max(longestTyped, {
    error: "too_long",
  }),
});

/** @throws Refusal `validation` for what no code can be */
export function parseTyped(typed: string): string {
  const code = canonicalCode(typed);
  if (code === null) throw new Refusal("validation", { fields: { code: ["promo_characters"] } });
  return code;
}

/** Numbers and dates come as text out of forms; an empty field is nothing. */
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === "" || value === undefined ? null : value), schema.nullable());

const whole = (most: number, error: string) =>
  z.coerce.number({ error }).int({ error }).min(1, { error }).max(most, { error });

const terms = {
  description: lineOfText(200).min(1, { error: "required" }),
  days: whole(mostDays, "promo_days"),
  /** Null for any number. */
  maxUses: orNothing(whole(mostUses, "promo_uses")),
  /** From this instant on nobody redeems it; null for never. */
  endsAt: utcEnd,
};

export const createBody = z
  .strictObject({
    /** Left out or empty: one is generated. */
    code: orNothing(
      z
        .string()
        .max(longestTyped, { error: "too_long" })
        .transform((typed) => canonicalCode(typed) ?? "")
        .refine((code) => code !== "", { error: "promo_characters", abort: true })
        .refine((code) => code.length >= shortestCode, { error: "promo_short" }),
    ),
    ...terms,
  })
  .refine(({ code, maxUses }) => code === null || !isGuessable(code, maxUses), {
    path: ["code"],
    error: "promo_guessable",
  });
export type CreatePromoCode = z.output<typeof createBody>;

export const batchBody = z.strictObject({ count: whole(mostInBatch, "promo_count"), ...terms });
export type CreateBatch = z.output<typeof batchBody>;

export const editBody = z.strictObject(terms);
export type EditPromoCode = z.output<typeof editBody>;

export const promoStates = ["active", "inactive", "expired", "used_up"] as const;
export type PromoState = (typeof promoStates)[number];

/** For people: whatever does not fit in an address falls back. */
export const listQuery = z.object({
  q: searchText(100).catch(""),
  state: z.enum(promoStates).nullable().catch(null),
  /** The batch that codes were made in. */
  batch: z.uuid().nullable().catch(null),
  after: place.nullable().catch(null),
});
export type ListPromoCodes = z.output<typeof listQuery>;

/** The list's filters as addresses carry them; what is not set is left out. */
export function showListQuery({ q, state, batch }: Omit<ListPromoCodes, "after">): Record<string, string> {
  return { ...(q && { q }), ...(state && { state }), ...(batch && { batch }) };
}

/** The id of a code or a batch out of an address. @throws Refusal `not_found` for what cannot be one */
export function parsePromoId(unverifiedId: string): string {
  const parsed = z.uuid().safeParse(unverifiedId);
  if (!parsed.success) throw new Refusal("not_found");
  return parsed.data;
}

export const editForm = z.strictObject({ id: z.uuid(), ...terms });
export const promoIdForm = z.strictObject({ id: z.uuid() });
export const deactivateForm = z.strictObject({ id: z.uuid(), reason: reasonText });

/** Of a code's redemptions, as addresses carry it. */
export const redemptionsQuery = z.object({ after: place.nullable().catch(null) });
