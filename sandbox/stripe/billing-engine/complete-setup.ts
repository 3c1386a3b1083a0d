import type { Context } from "../context.ts";
import { requireCustomer } from "../resources/customers.ts";
import { attachPaymentMethod } from "../resources/payment-methods.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { closeSession, type Payer } from "./complete-checkout.ts";
import { succeedSetup } from "./setup-intents.ts";

/** The card is the customer's; which one is charged by default stays as it is. */
export function completeSetup(
  ctx: Context,
  session: Stored<"session">,
  method: Stored<"payment_method">,
  payer: Payer,
): void {
  const known = idOf(session.body.customer);
  const customer = known === null ? null : requireCustomer(ctx, known);
  if (customer !== null) attachPaymentMethod(ctx, method, customer.id);
  const intent = ctx.store.find("setup_intent", idOf(session.body.setup_intent));
  if (intent === null) throw new Error("A session in setup mode has an intent");
  succeedSetup(ctx, intent, method);
  closeSession(ctx, session, { customer, payer, paymentStatus: "no_payment_required" });
}
