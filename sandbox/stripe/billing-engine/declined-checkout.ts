import type { Context } from "../context.ts";
import type { StripeFault } from "../http/errors.ts";
import { totalsOf } from "../resources/session-totals.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { attemptCharge } from "./charges.ts";
import { failAuthentication, insertIntent } from "./payment-intents.ts";
import { failSetup } from "./setup-intents.ts";

/**
 * What stays of a refused card: the page undoes everything else, but the bank was asked and said no.
 * `isAuthenticated` null: no bank's question was put; false: the person did not pass it.
 */
export function recordDecline(
  ctx: Context,
  session: Stored<"session">,
  method: Stored<"payment_method">,
  outcome: { fault: StripeFault; isAuthenticated: boolean | null },
): void {
  if (session.body.mode === "setup") {
    const setup = ctx.store.find("setup_intent", idOf(session.body.setup_intent));
    if (setup !== null) failSetup(ctx, setup, outcome.fault.body);
    return;
  }
  const amount = totalsOf(ctx, session).total;
  if (amount === 0) return;
  const intent = intentOf(ctx, session, amount);
  if (outcome.isAuthenticated === false) {
    failAuthentication(ctx, intent);
    return;
  }
  intent.inner.isAuthenticated = outcome.isAuthenticated ?? false;
  attemptCharge(ctx, intent, method, { isOnSession: true, at: intent.body.created });
}

/** One intent a session, however many cards are refused on its page. */
function intentOf(ctx: Context, session: Stored<"session">, amount: number): Stored<"payment_intent"> {
  const known = ctx.store.find("payment_intent", session.inner.refusedIntent);
  if (known !== null) return known;
  const customer = ctx.store.find("customer", idOf(session.body.customer));
  const intent = insertIntent(ctx, {
    amount,
    currency: session.body.currency ?? "usd",
    customer: customer?.id ?? null,
    description: null,
    metadata: session.inner.paymentIntentMetadata,
    at: ctx.now(customer?.body.test_clock),
    invoice: null,
  });
  session.inner.refusedIntent = intent.id;
  ctx.store.save(session);
  return intent;
}
