import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { invalid, missing } from "../http/errors.ts";
import { requirePrice } from "../resources/catalogue.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { applyChange, type Change, type ItemPlan, planChange } from "./changes.ts";
import { createInvoice, finalizeInvoice } from "./invoices.ts";
import { subscriptionItem } from "./items.ts";
import { payInvoice, paymentFault } from "./pay.ts";
import { keepAsInvoiceItem } from "./pending-items.ts";

type Update = Stripe.SubscriptionUpdateParams;
const updated = "customer.subscription.updated";
const hours23 = 23 * 3600;

/** Other prices or quantities, another anchor, or another end of the trial: what is due at once is billed. */
export function changeItems(ctx: Context, stored: Stored<"subscription">, params: Update): void {
  const { body } = stored;
  const now = ctx.now(body.test_clock);
  const at = params.proration_date ?? now;
  const isTrialMoved = typeof params.trial_end === "number" && params.trial_end > now;
  if (isTrialMoved) {
    ctx.change(stored, updated, (changed) => {
      changed.trial_start = changed.trial_start ?? now;
      changed.trial_end = params.trial_end as number;
      changed.status = "trialing";
      for (const item of changed.items.data) item.current_period_end = params.trial_end as number;
    });
    if (params.items === undefined) return;
  }
  const endsTrial = body.status === "trialing" && params.trial_end !== undefined && !isTrialMoved;
  const anchor = params.billing_cycle_anchor as { type?: string } | string | undefined;
  const isAnchorNow = typeof anchor === "object" ? anchor.type === "now" : anchor === "now";
  const proration = (params.proration_behavior ?? "create_prorations") as "create_prorations";
  const items = readItems(ctx, stored, params.items ?? []);
  const change = planChange(ctx, stored, { items, at, proration, isAnchorNow, endsTrial });
  const isInvoiced =
    change.lines.length > 0 && (proration === ("always_invoice" as string) || change.isReset);
  if (!isInvoiced) {
    applyChange(ctx, stored, change, null);
    for (const line of change.lines) keepAsInvoiceItem(ctx, stored, line);
    return;
  }
  billChange(ctx, stored, change, params);
}

function billChange(ctx: Context, stored: Stored<"subscription">, change: Change, params: Update): void {
  const { body } = stored;
  const customer = ctx.store.find("customer", idOf(body.customer));
  if (customer === null) throw missing("customer", idOf(body.customer) ?? "", "customer");
  const now = ctx.now(body.test_clock);
  const invoice = createInvoice(ctx, {
    customer,
    subscription: stored,
    currency: body.currency,
    lines: change.lines,
    reason: "subscription_update",
    at: now,
    period: { start: change.at, end: change.at },
    discounts: body.discounts.map((one) => idOf(one) ?? ""),
    isAutomatic: false,
  });
  if (params.payment_behavior === "pending_if_incomplete") {
    billPending(ctx, stored, change, invoice, now);
    return;
  }
  applyChange(ctx, stored, change, invoice);
  finalizeInvoice(ctx, invoice);
  if (invoice.body.status !== "open" || params.payment_behavior === "default_incomplete") return;
  const outcome = payInvoice(ctx, invoice, { isAutomatic: true });
  if (outcome !== "succeeded" && params.payment_behavior === "error_if_incomplete") {
    const fault = paymentFault(ctx, invoice, outcome);
    fault.keepsEffects = false;
    throw fault;
  }
}

/** The change is done when its invoice is paid, and forgotten when it is not in time. */
function billPending(
  ctx: Context,
  stored: Stored<"subscription">,
  change: Change,
  invoice: Stored<"invoice">,
  now: number,
): void {
  if (stored.body.pending_update !== null) {
    throw invalid("This subscription has a pending update already.", "payment_behavior");
  }
  const ends = stored.body.items.data[0]?.current_period_end ?? now + hours23;
  invoice.inner.changes = { subscription: stored.id, change };
  ctx.store.save(invoice);
  stored.body.pending_update = {
    billing_cycle_anchor: change.isReset ? change.period.start : null,
    cancel_at_period_end: null,
    discount: null,
    discounts: null,
    expires_at: Math.min(now + hours23, ends),
    metadata: null,
    subscription_items: change.items.map((item) =>
      subscriptionItem(ctx, {
        id: item.id,
        subscription: stored.id,
        price: item.price,
        quantity: item.quantity,
        period: change.period,
        at: now,
      }),
    ),
    trial_end: null,
    trial_from_plan: null,
  };
  ctx.store.save(stored);
  const previous = stored.body.latest_invoice;
  finalizeInvoice(ctx, invoice);
  if (invoice.body.status === "open") payInvoice(ctx, invoice, { isAutomatic: true });
  if (stored.body.pending_update === null) return;
  stored.body.latest_invoice = invoice.id;
  ctx.store.save(stored);
  ctx.emit(updated, stored.body, { pending_update: null, latest_invoice: previous });
}

function readItems(
  ctx: Context,
  stored: Stored<"subscription">,
  given: Stripe.SubscriptionUpdateParams.Item[],
): ItemPlan[] {
  const items: ItemPlan[] = stored.body.items.data.map((item) => ({
    id: item.id,
    price: item.price.id,
    quantity: item.quantity ?? 1,
    isNew: false,
  }));
  for (const one of given) {
    if (one.id === undefined) {
      if (one.price === undefined)
        throw invalid("Missing required param: items[0][price].", "items[0][price]", "parameter_missing");
      requirePrice(ctx, one.price, "items[0][price]");
      if (items.some((item) => item.price === one.price)) {
        throw invalid(
          `Cannot add multiple subscription items with the same plan: ${one.price}`,
          "items[0][price]",
        );
      }
      items.push({ id: ctx.id("si", 14), price: one.price, quantity: one.quantity ?? 1, isNew: true });
      continue;
    }
    const item = items.find(({ id }) => id === one.id);
    if (item === undefined) throw missing("subscription item", one.id, "items[0][id]");
    if (one.deleted) items.splice(items.indexOf(item), 1);
    if (one.price !== undefined) item.price = requirePrice(ctx, one.price, "items[0][price]").id;
    if (one.quantity !== undefined) item.quantity = one.quantity;
  }
  return items;
}
