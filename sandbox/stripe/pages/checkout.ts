import { asksForAuthentication, completeCheckout, type Payer } from "../billing-engine/complete-checkout.ts";
import { completeSetup } from "../billing-engine/complete-setup.ts";
import { recordDecline } from "../billing-engine/declined-checkout.ts";
import { buyerOf, refusePromotionCode } from "../billing-engine/discounts.ts";
import { askBeforeSetup } from "../billing-engine/setup-intents.ts";
import type { Context } from "../context.ts";
import { findActiveCode } from "../resources/coupons.ts";
import { applyDiscounts, totalsOf } from "../resources/session-totals.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { attempt, readCard, refusal } from "./card-form.ts";
import { checkoutPage, needsCard } from "./checkout-view.ts";
import {
  authenticationPage,
  field,
  html,
  money,
  type PageAnswer,
  type PageCall,
  page,
  redirect,
} from "./html.ts";

/** `/c/pay/:id` and what is posted from it. */
export function answerCheckout(ctx: Context, id: string, action: string, call: PageCall): PageAnswer {
  const session = ctx.store.find("session", id);
  if (session === null) return page("Not found", html`<p>There is no such checkout.</p>`, 404);
  if (session.body.status === "complete") {
    // A second submission of the same page ends where the first did.
    return call.method === "POST"
      ? redirect(successUrl(session))
      : page(
          "Already paid",
          html`<p>This checkout is complete. <a href="${successUrl(session)}">Go back</a></p>`,
        );
  }
  if (session.body.status === "expired" || session.body.expires_at <= ctx.now()) {
    return page(
      "Expired",
      html`<p>This checkout has expired. <a href="${session.body.cancel_url ?? "#"}">Go back</a></p>`,
      410,
    );
  }
  if (call.method !== "POST") return checkoutPage(ctx, session, null);
  if (action === "promotion") return applyCode(ctx, id, call);
  if (field(call, "nonce") !== session.inner.formNonce) {
    return checkoutPage(ctx, session, "This form was sent already. Please try again.");
  }
  if (action === "complete") return submitCard(ctx, id, call);
  return action === "authenticate"
    ? answerBank(ctx, id, call)
    : page("Not found", html`<p>Nothing here.</p>`, 404);
}

function successUrl({ body }: Stored<"session">): string {
  return (body.success_url ?? "/").replaceAll("{CHECKOUT_SESSION_ID}", body.id);
}

function applyCode(ctx: Context, id: string, call: PageCall): PageAnswer {
  const fault = attempt(ctx, () => {
    const session = requireOpen(ctx, id);
    if (!session.body.allow_promotion_codes) throw refusal("This checkout takes no promotion codes.");
    const text = field(call, "promotion_code");
    if (text === "") return applyDiscounts(ctx, session, []);
    const customer = idOf(session.body.customer);
    const code = findActiveCode(ctx, text, customer);
    if (code === null) throw refusal("This code is invalid.");
    refusePromotionCode(ctx, code, buyerOf(ctx, session, customer));
    applyDiscounts(ctx, session, [
      { coupon: idOf(code.body.promotion.coupon) ?? "", promotionCode: code.id },
    ]);
  });
  if (fault === null) return redirect(`/c/pay/${id}`);
  return checkoutPage(ctx, requireOpen(ctx, id), fault.body.message);
}

function requireOpen(ctx: Context, id: string): Stored<"session"> {
  const session = ctx.store.find("session", id);
  if (session === null) throw refusal("There is no such checkout.");
  return session;
}

/** Takes the card that was typed; what a bank refuses is undone but for its traces. */
function submitCard(ctx: Context, id: string, call: PageCall): PageAnswer {
  let isAsked = false;
  let isTried = false;
  const fault = attempt(ctx, () => {
    const session = requireOpen(ctx, id);
    const method = needsCard(ctx, session) ? readCard(ctx, call) : null;
    session.inner.formNonce = ctx.id("n");
    ctx.store.save(session);
    if (method !== null && asksForAuthentication(method)) {
      isAsked = true;
      ask(ctx, session, method);
      return;
    }
    isTried = method !== null;
    const payer = {
      email: field(call, "email") || session.body.customer_email,
      name: field(call, "name") || null,
    };
    complete(ctx, session, method, { payer, isAuthenticated: false });
  });
  if (fault !== null && isTried) {
    ctx.store.transaction(() =>
      recordDecline(ctx, requireOpen(ctx, id), readCard(ctx, call), { fault, isAuthenticated: null }),
    );
  }
  const session = requireOpen(ctx, id);
  if (fault !== null) return checkoutPage(ctx, session, fault.body.message);
  if (!isAsked) return redirect(successUrl(session));
  const sum =
    session.body.mode === "setup"
      ? null
      : money(totalsOf(ctx, session).total, session.body.currency ?? "usd");
  return authenticationPage(`/c/pay/${id}/authenticate`, session.inner.formNonce, sum);
}

function ask(ctx: Context, session: Stored<"session">, method: Stored<"payment_method">): void {
  session.inner.pendingPaymentMethod = method.id;
  ctx.store.save(session);
  const setup = ctx.store.find("setup_intent", idOf(session.body.setup_intent));
  if (setup !== null) askBeforeSetup(ctx, setup, method);
}

function complete(
  ctx: Context,
  session: Stored<"session">,
  method: Stored<"payment_method"> | null,
  options: { payer: Payer; isAuthenticated: boolean },
): void {
  if (session.body.mode === "setup" && method !== null) completeSetup(ctx, session, method, options.payer);
  else completeCheckout(ctx, session, method, options);
}

function answerBank(ctx: Context, id: string, call: PageCall): PageAnswer {
  const isPassed = field(call, "result") === "complete";
  const pending = requireOpen(ctx, id).inner.pendingPaymentMethod;
  const fault = attempt(ctx, () => {
    const session = requireOpen(ctx, id);
    const method = ctx.store.find("payment_method", pending);
    if (method === null) throw refusal("There is nothing to authenticate.");
    if (!isPassed) {
      throw refusal(
        "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
        "setup_intent_authentication_failure",
      );
    }
    session.inner.pendingPaymentMethod = null;
    const payer = { email: session.body.customer_email, name: method.body.billing_details.name };
    complete(ctx, session, method, { payer, isAuthenticated: true });
  });
  if (fault !== null) {
    ctx.store.transaction(() => {
      const method = ctx.store.find("payment_method", pending);
      if (method !== null)
        recordDecline(ctx, requireOpen(ctx, id), method, { fault, isAuthenticated: isPassed });
    });
  }
  const session = requireOpen(ctx, id);
  return fault === null ? redirect(successUrl(session)) : checkoutPage(ctx, session, fault.body.message);
}
