import { cancelNow, isOver } from "../billing-engine/cancel.ts";
import { release } from "../billing-engine/schedules.ts";
import { updateSubscription } from "../billing-engine/update-subscription.ts";
import type { Context } from "../context.ts";
import { amountIn, requirePrice } from "../resources/catalogue.ts";
import { attachPaymentMethod, detachPaymentMethod } from "../resources/payment-methods.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { attempt, readCard, refusal } from "./card-form.ts";
import { field, html, type PageAnswer, type PageCall, page, redirect } from "./html.ts";
import { decreases, scheduleChange } from "./portal-schedule.ts";
import { type Portal, portalPage } from "./portal-view.ts";

const validSeconds = 3600;

/** `/p/session/:id`: the customer portal, for one customer and one hour. */
export function answerPortal(ctx: Context, id: string, call: PageCall): PageAnswer {
  const portal = findPortal(ctx, id);
  if (portal === null) return page("Expired", html`<p>This portal session has expired.</p>`, 410);
  if (call.method !== "POST") return portalPage(ctx, portal, null);
  const fault = attempt(ctx, () => {
    const fresh = findPortal(ctx, id);
    if (fresh !== null) act(ctx, fresh, call);
  });
  if (fault !== null) return portalPage(ctx, findPortal(ctx, id) ?? portal, fault.body.message);
  const completion = portal.session.body.flow?.after_completion;
  return redirect(
    completion?.type === "redirect" ? (completion.redirect?.return_url ?? "/") : `/p/session/${id}`,
  );
}

function findPortal(ctx: Context, id: string): Portal | null {
  const session = ctx.store.find("portal_session", id);
  if (session === null || session.body.created + validSeconds < ctx.now()) return null;
  const configuration = ctx.store.find("portal_configuration", idOf(session.body.configuration));
  const customer = ctx.store.find("customer", session.body.customer);
  if (configuration === null || customer === null || "deleted" in customer.body) return null;
  return { session, configuration, customer };
}

function act(ctx: Context, portal: Portal, call: PageCall): void {
  const { features } = portal.configuration.body;
  const action = field(call, "action");
  if (action === "switch" && features.subscription_update.enabled) {
    switchPrice(ctx, portal, call);
    return;
  }
  if (action === "cancel" && features.subscription_cancel.enabled) {
    cancel(ctx, portal, call);
    return;
  }
  if (action === "resume" && features.subscription_cancel.enabled) {
    updateSubscription(ctx, ownSubscription(ctx, portal, call), { cancel_at: "" });
    return;
  }
  if (features.payment_method_update.enabled) {
    if (action === "add_card") {
      addCard(ctx, portal, call);
      return;
    }
    if (action === "default_card") {
      makeDefault(ctx, portal, ownMethod(ctx, portal, call).id);
      return;
    }
    if (action === "remove_card") {
      detachPaymentMethod(ctx, ownMethod(ctx, portal, call));
      return;
    }
  }
  throw refusal("This is not offered here.");
}

function ownSubscription(ctx: Context, { customer }: Portal, call: PageCall): Stored<"subscription"> {
  const stored = ctx.store.find("subscription", field(call, "subscription"));
  if (stored === null || idOf(stored.body.customer) !== customer.id || isOver(stored.body))
    throw refusal("There is no such subscription.");
  return stored;
}

function ownMethod(ctx: Context, { customer }: Portal, call: PageCall): Stored<"payment_method"> {
  const stored = ctx.store.find("payment_method", field(call, "payment_method"));
  if (stored === null || idOf(stored.body.customer) !== customer.id) throw refusal("There is no such card.");
  return stored;
}

function switchPrice(ctx: Context, portal: Portal, call: PageCall): void {
  const { features } = portal.configuration.body;
  const subscription = ownSubscription(ctx, portal, call);
  const price = requirePrice(ctx, field(call, "price"));
  const isOffered = portal.configuration.inner.products.some(({ prices }) => prices.includes(price.id));
  const [item, ...others] = subscription.body.items.data;
  if (
    !isOffered ||
    item === undefined ||
    others.length > 0 ||
    amountIn(price, subscription.body.currency) === null
  ) {
    throw refusal("This plan is not offered here.");
  }
  const { conditions } = features.subscription_update.schedule_at_period_end;
  if (
    decreases(
      item.price,
      price.body,
      subscription.body.currency,
      ctx,
      conditions.map((one) => one.type),
    )
  ) {
    scheduleChange(ctx, subscription, price.id);
    return;
  }
  const endsTrial =
    subscription.body.status === "trialing" &&
    features.subscription_update.trial_update_behavior === "end_trial";
  updateSubscription(ctx, subscription, {
    items: [{ id: item.id, price: price.id }],
    proration_behavior: features.subscription_update.proration_behavior as "none",
    ...(endsTrial ? { trial_end: "now" as const } : {}),
  });
}

function cancel(ctx: Context, portal: Portal, call: PageCall): void {
  const subscription = ownSubscription(ctx, portal, call);
  const { mode, cancellation_reason: reasons } = portal.configuration.body.features.subscription_cancel;
  const feedback = reasons.options.find((one) => one === field(call, "feedback")) ?? null;
  if (mode === "immediately") {
    cancelNow(ctx, subscription, { reason: "cancellation_requested", details: { feedback } });
    return;
  }
  // What was planned for the period's end does not come any more.
  const schedule = ctx.store.find("schedule", idOf(subscription.body.schedule));
  if (schedule !== null) release(ctx, schedule, ctx.now(subscription.body.test_clock), "released");
  // In flexible billing mode the portal writes a time and leaves `cancel_at_period_end` false.
  updateSubscription(ctx, subscription, {
    cancel_at: "max_period_end",
    ...(feedback === null ? {} : { cancellation_details: { feedback } }),
  });
}

function addCard(ctx: Context, portal: Portal, call: PageCall): void {
  const method = readCard(ctx, call);
  attachPaymentMethod(ctx, method, portal.customer.id);
  // What the person confirms here is set up for payments without them.
  method.inner.isSetUp = true;
  ctx.store.save(method);
  makeDefault(ctx, portal, method.id);
}

/** The customer's card, and the one of each subscription that had a card of its own. */
function makeDefault(ctx: Context, { customer }: Portal, method: string): void {
  ctx.change(customer, "customer.updated", (body) => {
    body.invoice_settings.default_payment_method = method;
  });
  for (const subscription of ctx.store.list("subscription", { customer: customer.id })) {
    if (isOver(subscription.body) || subscription.body.default_payment_method === null) continue;
    ctx.change(subscription, "customer.subscription.updated", (body) => {
      body.default_payment_method = method;
    });
  }
}
