import { z } from "zod";
import { reasonText } from "#lib/admin/reason.ts";
import { checkoutBody, discountCode } from "#lib/billing/validation.ts";
import { Refusal } from "#shared/errors.ts";
import { placeWith } from "#shared/keyset.ts";
import { searchText } from "#shared/text.ts";

/** What is to be bought, and the code that is to lower it. */
export const previewBody = checkoutBody.extend({ code: discountCode });
export type PreviewBody = z.output<typeof previewBody>;

/** Stripe's id of a promotion code. */
const discountId = z.string().regex(/^promo_\w{1,100}$/);

export const deactivateForm = z.strictObject({ id: discountId, reason: reasonText });

/** @throws Refusal `not_found` for what no id can be */
export function parseDiscountId(unverifiedId: string): string {
  const parsed = discountId.safeParse(unverifiedId);
  if (!parsed.success) throw new Refusal("not_found");
  return parsed.data;
}

/** Stripe tells apart what can be redeemed and what cannot, and nothing more. */
export const listStates = ["live", "over"] as const;

/** For people: whatever does not fit in an address falls back. */
export const listQuery = z.object({
  /** A whole code: Stripe finds no parts. */
  q: searchText(100)
    .pipe(z.string().regex(/^[A-Za-z0-9-]*$/))
    .catch(""),
  state: z.enum(listStates).nullable().catch(null),
  after: placeWith(discountId).nullable().catch(null),
});
export type ListDiscounts = z.output<typeof listQuery>;

/** The filters of a list as its address has them, from the first page on. */
export function showListQuery({ q, state }: Omit<ListDiscounts, "after">): Record<string, string> {
  return { ...(q && { q }), ...(state && { state }) };
}

/** Of the uses of one code, by the invoice. */
export const usesQuery = z.object({
  after: placeWith(z.string().regex(/^in_\w{1,100}$/))
    .nullable()
    .catch(null),
});
