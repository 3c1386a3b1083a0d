import type { Context } from "../context.ts";
import { StripeFault } from "../http/errors.ts";
import { newPaymentMethod } from "../resources/payment-methods.ts";
import type { Stored } from "../store/documents.ts";
import { field, type PageCall } from "./html.ts";

/** The card as the person typed it; refused with the message that the page shows. */
export function readCard(ctx: Context, call: PageCall): Stored<"payment_method"> {
  const [, month = "", year = ""] = /^(\d{1,2})\s*\/?\s*(\d{2}|\d{4})$/.exec(field(call, "expiry")) ?? [];
  if (month === "") throw refusal("Your card's expiration date is incomplete.");
  if (!/^\d{3,4}$/.test(field(call, "cvc"))) throw refusal("Your card's security code is incomplete.");
  return newPaymentMethod(ctx, {
    number: field(call, "number").replaceAll(/[\s-]/g, ""),
    expMonth: Number(month),
    expYear: year.length === 2 ? 2000 + Number(year) : Number(year),
    name: field(call, "name") || null,
  });
}

export function refusal(message: string, code?: string): StripeFault {
  return new StripeFault(402, { type: "card_error", message, ...(code === undefined ? {} : { code }) });
}

/** Runs a person's action in a transaction: a refusal is answered and leaves nothing behind. */
export function attempt(ctx: Context, work: () => void): StripeFault | null {
  try {
    ctx.store.transaction(work);
    return null;
  } catch (error) {
    if (error instanceof StripeFault) return error;
    throw error;
  }
}
