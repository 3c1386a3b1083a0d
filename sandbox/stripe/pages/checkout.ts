import { asksForAuthentication, completeCheckout, type Payer } from "../billing-engine/complete-checkout.ts";
import { refusePromotionCode, subtotalOf } from "../billing-engine/discounts.ts";
import { describe } from "../billing-engine/lines.ts";
import type { Context } from "../context.ts";
import { amountIn, requirePrice } from "../resources/catalogue.ts";
import { applyDiscounts, hasTrial, totalsOf } from "../resources/checkout-sessions.ts";
import { findActiveCode } from "../resources/coupons.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { attempt, readCard, refusal } from "./card-form.ts";
import {
  authenticationPage,
  cardFields,
  errorBox,
  field,
  html,
  type Markup,
  money,
  type PageAnswer,
  type PageCall,
  page,
  redirect,
  testCards,
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
    return checkoutPage(ctx, session, "This form was sent already. Please try again.", 409);
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
  const error = attempt(ctx, () => {
    const session = requireOpen(ctx, id);
    if (!session.body.allow_promotion_codes) throw refusal("This checkout takes no promotion codes.");
    const text = field(call, "promotion_code");
    if (text === "") return applyDiscounts(ctx, session, []);
    const customer = idOf(session.body.customer);
    const code = findActiveCode(ctx, text, customer);
    if (code === null) throw refusal("This code is invalid.");
    const currency = session.body.currency ?? "usd";
    refusePromotionCode(ctx, code, {
      customer,
      currency,
      amount: subtotalOf(ctx, session.inner.lines, currency),
    });
    applyDiscounts(ctx, session, [
      { coupon: idOf(code.body.promotion.coupon) ?? "", promotionCode: code.id },
    ]);
  });
  if (error === null) return redirect(`/c/pay/${id}`);
  return checkoutPage(ctx, requireOpen(ctx, id), error, 400);
}

function requireOpen(ctx: Context, id: string): Stored<"session"> {
  const session = ctx.store.find("session", id);
  if (session === null) throw refusal("There is no such checkout.");
  return session;
}

function submitCard(ctx: Context, id: string, call: PageCall): PageAnswer {
  let isAsked = false;
  const error = attempt(ctx, () => {
    const session = requireOpen(ctx, id);
    const payer: Payer = {
      email: field(call, "email") || session.body.customer_email,
      name: field(call, "name") || null,
    };
    const needsCard =
      totalsOf(ctx, session).total > 0 || session.body.payment_method_collection !== "if_required";
    const method = needsCard ? readCard(ctx, call) : null;
    session.inner.formNonce = ctx.id("n");
    ctx.store.save(session);
    if (method !== null && asksForAuthentication(method)) {
      isAsked = true;
      session.inner.pendingPaymentMethod = method.id;
      ctx.store.save(session);
      return;
    }
    completeCheckout(ctx, session, method, { payer, isAuthenticated: false });
  });
  const session = requireOpen(ctx, id);
  if (error !== null) return checkoutPage(ctx, session, error, 402);
  if (!isAsked) return redirect(successUrl(session));
  return authenticationPage(
    `/c/pay/${id}/authenticate`,
    session.inner.formNonce,
    money(totalsOf(ctx, session).total, session.body.currency ?? "usd"),
  );
}

function answerBank(ctx: Context, id: string, call: PageCall): PageAnswer {
  const error = attempt(ctx, () => {
    const session = requireOpen(ctx, id);
    const method = ctx.store.find("payment_method", session.inner.pendingPaymentMethod);
    if (method === null) throw refusal("There is nothing to authenticate.");
    if (field(call, "result") !== "complete") {
      throw refusal(
        "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
      );
    }
    session.inner.pendingPaymentMethod = null;
    const payer = { email: session.body.customer_email, name: method.body.billing_details.name };
    completeCheckout(ctx, session, method, { payer, isAuthenticated: true });
  });
  const session = requireOpen(ctx, id);
  return error === null ? redirect(successUrl(session)) : checkoutPage(ctx, session, error, 402);
}

function checkoutPage(
  ctx: Context,
  session: Stored<"session">,
  error: string | null,
  status = 200,
): PageAnswer {
  const { body, inner } = session;
  const currency = body.currency ?? "usd";
  const totals = totalsOf(ctx, session);
  const needsCard = totals.total > 0 || body.payment_method_collection !== "if_required";
  const verb = body.mode === "subscription" ? (hasTrial(session) ? "Start trial" : "Subscribe") : "Pay";
  return page(
    body.mode === "subscription" ? "Subscribe" : "Pay",
    html`${errorBox(error)}<main><section aria-labelledby="order"><h2 id="order">Your order</h2>
<table><tbody>${inner.lines.map((line) => orderLine(ctx, line, currency))}
${hasTrial(session) && html`<tr><td>Free trial</td><td class="amount">${money(0, currency)} today</td></tr>`}
<tr><td>Subtotal</td><td class="amount">${money(totals.subtotal, currency)}</td></tr>
${totals.discount > 0 && html`<tr><td>Discount</td><td class="amount">−${money(totals.discount, currency)}</td></tr>`}
<tr class="total"><td>Total due today</td><td class="amount" data-testid="total">${money(totals.total, currency)}</td></tr></tbody></table>
${body.allow_promotion_codes === true && promotionForm(session)}
<p><a href="${body.cancel_url ?? "#"}">Cancel and go back</a></p></section>
<section aria-labelledby="payment"><h2 id="payment">Payment</h2>
<form method="post" action="/c/pay/${body.id}/complete"><input type="hidden" name="nonce" value="${inner.formNonce}">
${idOf(body.customer) === null && html`<label>E-mail <input type="email" name="email" value="${body.customer_email ?? ""}" autocomplete="email" required></label>`}
${needsCard ? cardFields : html`<p>No payment is needed.</p>`}<p><button>${verb}</button></p></form></section>${testCards}</main>`,
    status,
  );
}

function orderLine(ctx: Context, line: { price: string; quantity: number }, currency: string): Markup {
  const price = requirePrice(ctx, line.price);
  const every = price.body.recurring === null ? "" : ` / ${price.body.recurring.interval}`;
  return html`<tr><td>${describe(ctx, line.price, line.quantity)}</td><td class="amount">${money((amountIn(price, currency) ?? 0) * line.quantity, currency)}${every}</td></tr>`;
}

function promotionForm({ body, inner }: Stored<"session">): Markup {
  return html`<form method="post" action="/c/pay/${body.id}/promotion"><label>Promotion code <input name="promotion_code" autocomplete="off"></label>
<button class="quiet">${inner.discounts.length > 0 ? "Change code" : "Apply"}</button></form>`;
}
