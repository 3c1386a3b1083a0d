import { offIn } from "../billing-engine/discounts.ts";
import { describe } from "../billing-engine/lines.ts";
import type { Context } from "../context.ts";
import { amountIn, requirePrice } from "../resources/catalogue.ts";
import { hasTrial, totalsOf } from "../resources/session-totals.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import {
  cardFields,
  date,
  errorBox,
  html,
  type Markup,
  money,
  type PageAnswer,
  page,
  testCards,
} from "./html.ts";

export function checkoutPage(ctx: Context, session: Stored<"session">, error: string | null): PageAnswer {
  const { body, inner } = session;
  const currency = body.currency ?? "usd";
  if (body.mode === "setup") return setupPage(session, error);
  const totals = totalsOf(ctx, session);
  const verb = body.mode === "subscription" ? (hasTrial(session) ? "Start trial" : "Subscribe") : "Pay";
  return page(
    body.mode === "subscription" ? "Subscribe" : "Pay",
    html`${errorBox(error)}<main><section aria-labelledby="order"><h2 id="order">Your order</h2>
<table><tbody>${inner.lines.map((line) => orderLine(ctx, line, currency))}
${hasTrial(session) && trialLine(ctx, session)}
<tr><td>Subtotal</td><td class="amount">${money(totals.subtotal, currency)}</td></tr>
${totals.discount > 0 && html`<tr><td>Discount${discountName(ctx, session)}</td><td class="amount">−${money(totals.discount, currency)}</td></tr>`}
<tr class="total"><td>Total due today</td><td class="amount" data-testid="total">${money(totals.total, currency)}</td></tr></tbody></table>
${body.allow_promotion_codes === true && promotionForm(ctx, session)}
<p><a href="${body.cancel_url ?? "#"}">Cancel and go back</a></p></section>
<section aria-labelledby="payment"><h2 id="payment">Payment</h2>
<form method="post" action="/c/pay/${body.id}/complete"><input type="hidden" name="nonce" value="${inner.formNonce}">
${idOf(body.customer) === null && html`<label>E-mail <input type="email" name="email" value="${body.customer_email ?? ""}" autocomplete="email" required></label>`}
${needsCard(ctx, session) ? cardFields : html`<p>No payment is needed.</p>`}<p><button>${verb}</button></p></form></section>${testCards}</main>`,
  );
}

export function needsCard(ctx: Context, session: Stored<"session">): boolean {
  const { mode, payment_method_collection: collection } = session.body;
  return mode === "setup" || collection !== "if_required" || totalsOf(ctx, session).total > 0;
}

function setupPage({ body, inner }: Stored<"session">, error: string | null): PageAnswer {
  return page(
    "Save a card",
    html`${errorBox(error)}<main><section aria-labelledby="payment"><h2 id="payment">Card</h2>
<form method="post" action="/c/pay/${body.id}/complete"><input type="hidden" name="nonce" value="${inner.formNonce}">
${cardFields}<p><button>Save card</button></p></form><p><small>Nothing is charged today.</small></p>
<p><a href="${body.cancel_url ?? "#"}">Cancel and go back</a></p></section>${testCards}</main>`,
  );
}

function orderLine(ctx: Context, line: { price: string; quantity: number }, currency: string): Markup {
  const price = requirePrice(ctx, line.price);
  const every = price.body.recurring === null ? "" : ` / ${price.body.recurring.interval}`;
  return html`<tr><td>${describe(ctx, line.price, line.quantity)}</td><td class="amount">${money((amountIn(price, currency) ?? 0) * line.quantity, currency)}${every}</td></tr>`;
}

function promotionForm(ctx: Context, session: Stored<"session">): Markup {
  const { body, inner } = session;
  return html`<form method="post" action="/c/pay/${body.id}/promotion"><label>Promotion code <input name="promotion_code" autocomplete="off"></label>
<button class="quiet">${inner.discounts.length > 0 ? "Change code" : "Apply"}</button></form>
${inner.discounts.length > 0 && html`<p role="status">Applied${discountName(ctx, session)}${hasTrial(session) && ", from the first payment on"}</p>`}`;
}

/** How long nothing is paid, and what then. */
function trialLine(ctx: Context, { body, inner }: Stored<"session">): Markup {
  const customer = ctx.store.find("customer", idOf(body.customer));
  const { trial_end: end, trial_period_days: days = 0 } = inner.subscriptionData;
  const until = end ?? ctx.now(customer?.body.test_clock) + days * 24 * 3600;
  return html`<tr><td>Free trial until ${date(until)}</td><td class="amount">${money(0, body.currency ?? "usd")} today</td></tr>`;
}

/** The code that was typed, else the coupon's name: ` (SAVE25, 25% off)`. */
function discountName(ctx: Context, { body, inner }: Stored<"session">): string {
  const [discount] = inner.discounts;
  const stored = ctx.store.find("coupon", discount?.coupon);
  if (stored === null) return "";
  const coupon = stored.body;
  const currency = body.currency ?? "usd";
  const code = ctx.store.find("promotion_code", discount?.promotionCode)?.body.code ?? coupon.name;
  const off =
    coupon.percent_off === null ? money(offIn(stored, currency) ?? 0, currency) : `${coupon.percent_off}%`;
  return ` (${code === null ? "" : `${code}, `}${off} off)`;
}
