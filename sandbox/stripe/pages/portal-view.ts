import { isOver } from "../billing-engine/cancel.ts";
import { productName } from "../billing-engine/lines.ts";
import type { Context } from "../context.ts";
import { amountIn, requirePrice } from "../resources/catalogue.ts";
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

/** What a session of the portal is about. */
export type Portal = {
  session: Stored<"portal_session">;
  configuration: Stored<"portal_configuration">;
  customer: Stored<"customer">;
};

export function portalPage(ctx: Context, portal: Portal, error: string | null): PageAnswer {
  const { session, configuration, customer } = portal;
  const { features } = configuration.body;
  const flow = session.body.flow?.type ?? null;
  const subscriptions = [...ctx.store.list("subscription", { customer: customer.id })].filter(
    ({ body }) => !isOver(body) && body.status !== "incomplete",
  );
  if (flow === "payment_method_update") return cardFlow(portal, error);
  const isShown = (...flows: string[]) => flow === null || flows.includes(flow);
  return page(
    "Billing",
    html`${errorBox(error)}<p><a href="${session.body.return_url ?? "#"}">Return to the product</a></p><main>
${isShown("subscription_cancel", "subscription_update", "subscription_update_confirm") && subscriptions.map((stored) => subscriptionSection(ctx, portal, stored))}
${isShown() && subscriptions.length === 0 && html`<section><h2>Plan</h2><p>No subscription.</p></section>`}
${features.payment_method_update.enabled && isShown() && cardsSection(ctx, portal)}
${features.invoice_history.enabled && isShown() && invoicesSection(ctx, customer.id)}
${features.payment_method_update.enabled && isShown() && testCards}</main>`,
  );
}

function action(portal: Portal, name: string, fields: Record<string, string>, label: string): Markup {
  return html`<form method="post" action="/p/session/${portal.session.id}"><input type="hidden" name="action" value="${name}">
${Object.entries(fields).map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`)}<button class="quiet">${label}</button></form>`;
}

function subscriptionSection(ctx: Context, portal: Portal, stored: Stored<"subscription">): Markup {
  const { body } = stored;
  const { features } = portal.configuration.body;
  const item = body.items.data[0];
  if (item === undefined) return html``;
  const offered = portal.configuration.inner.products
    .flatMap(({ prices }) => prices)
    .filter((price) => price !== item.price.id);
  const isUpdatable = features.subscription_update.enabled && body.items.data.length === 1;
  return html`<section><h2>${productName(ctx, item.price.id)}</h2><p>${priceText(ctx, item.price.id, body.currency)} · <strong>${body.status}</strong><br>
${body.cancel_at === null ? html`Renews on ${date(item.current_period_end)}` : html`Ends on ${date(body.cancel_at)}`}${body.schedule !== null && html`<br>A change is scheduled for ${date(item.current_period_end)}`}</p>
${features.subscription_cancel.enabled && (body.cancel_at === null ? cancelForm(portal, body.id) : action(portal, "resume", { subscription: body.id }, "Keep subscription"))}
${
  isUpdatable &&
  offered.map((price) => {
    if (amountIn(requirePrice(ctx, price), body.currency) === null) return null;
    const label = `Switch to ${productName(ctx, price)}, ${priceText(ctx, price, body.currency)}`;
    return html`<p>${action(portal, "switch", { subscription: body.id, price }, label)}</p>`;
  })
}</section>`;
}

/** With the reasons that the configuration offers, of which none has to be given. */
function cancelForm(portal: Portal, subscription: string): Markup {
  const { cancellation_reason: reason } = portal.configuration.body.features.subscription_cancel;
  const options = reason.enabled ? reason.options : [];
  return html`<form method="post" action="/p/session/${portal.session.id}"><input type="hidden" name="action" value="cancel">
<input type="hidden" name="subscription" value="${subscription}">${
    options.length > 0 &&
    html`<label>Why do you leave? <select name="feedback"><option value="">—</option>${options.map((one) => html`<option value="${one}">${one.replaceAll("_", " ")}</option>`)}</select></label>`
  }<button class="quiet">Cancel subscription</button></form>`;
}

function priceText(ctx: Context, id: string, currency: string): string {
  const price = requirePrice(ctx, id);
  return `${money(amountIn(price, currency) ?? 0, currency)} / ${price.body.recurring?.interval ?? "once"}`;
}

function cardsSection(ctx: Context, portal: Portal): Markup {
  const chosen = idOf(portal.customer.body.invoice_settings.default_payment_method);
  const methods = [...ctx.store.list("payment_method", { customer: portal.customer.id })];
  return html`<section><h2>Payment methods</h2>${methods.map(
    ({
      id,
      body,
    }) => html`<div class="row"><span>${body.card?.brand ?? "card"} •••• ${body.card?.last4 ?? ""}${id === chosen ? " (default)" : ""}</span>
${id !== chosen && action(portal, "default_card", { payment_method: id }, "Make default")}${action(portal, "remove_card", { payment_method: id }, "Remove")}</div>`,
  )}
<h2>Add a card</h2>${cardForm(portal)}</section>`;
}

function cardForm({ session }: Portal): Markup {
  return html`<form method="post" action="/p/session/${session.id}"><input type="hidden" name="action" value="add_card">${cardFields}<p><button>Add</button></p></form>`;
}

/** Nothing but the form: what somebody came for who only wants to replace a card. */
function cardFlow(portal: Portal, error: string | null): PageAnswer {
  return page(
    "Add a payment method",
    html`${errorBox(error)}<p><a href="${portal.session.body.return_url ?? "#"}">Return to the product</a></p>
<main><section aria-labelledby="card"><h2 id="card">Card</h2>${cardForm(portal)}</section>${testCards}</main>`,
  );
}

function invoicesSection(ctx: Context, customer: string): Markup {
  const invoices = [...ctx.store.list("invoice", { customer })]
    .filter(({ body }) => body.status !== "draft")
    .slice(0, 24);
  return html`<section><h2>Invoices</h2><table><tbody>${invoices.map(
    ({ id, body }) =>
      html`<tr><td class="whole"><a href="/i/${id}">${body.number ?? id}</a></td><td class="whole">${date(body.created)}</td><td>${body.status ?? ""}</td><td class="amount">${money(body.total, body.currency)}</td></tr>`,
  )}</tbody></table></section>`;
}
