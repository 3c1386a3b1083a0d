import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { phaseOf } from "./schedule-phases.ts";

/** A schedule whose one phase is the subscription as it runs. */
export function scheduleFrom(ctx: Context, subscription: Stored<"subscription">): Stored<"schedule"> {
  const { body: source } = subscription;
  if (source.schedule !== null) {
    throw invalid(
      "You cannot migrate a subscription that is already attached to a schedule.",
      "from_subscription",
    );
  }
  if (["canceled", "incomplete", "incomplete_expired"].includes(source.status)) {
    throw invalid("You cannot migrate a subscription that is not active.", "from_subscription");
  }
  const first = source.items.data[0];
  const period = {
    start: first?.current_period_start ?? source.created,
    end: first?.current_period_end ?? source.created,
  };
  const items = source.items.data.map((item) => ({ price: item.price.id, quantity: item.quantity ?? 1 }));
  const discounts = source.discounts.map((one) => ({
    coupon: null,
    discount: idOf(one),
    promotion_code: null,
  }));
  const body: Stripe.SubscriptionSchedule = {
    id: ctx.id("sub_sched"),
    object: "subscription_schedule",
    application: null,
    billing_mode: {
      flexible: { proration_discounts: "included" },
      type: "flexible",
      updated_at: source.created,
    },
    canceled_at: null,
    completed_at: null,
    created: ctx.now(source.test_clock),
    current_phase: { start_date: period.start, end_date: period.end },
    customer: idOf(source.customer) ?? "",
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      billing_cycle_anchor: "automatic",
      billing_thresholds: null,
      collection_method: "charge_automatically",
      default_payment_method: null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: "self" },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: source.cancel_at === null ? "release" : "cancel",
    livemode: false,
    metadata: {},
    pause_schedules: [],
    phases: [phaseOf({ items, ...period, currency: source.currency }, "create_prorations", {}, discounts)],
    released_at: null,
    released_subscription: null,
    status: "active",
    subscription: source.id,
    test_clock: idOf(source.test_clock),
  };
  const stored = ctx.insert("schedule", body, {});
  ctx.change(subscription, "customer.subscription.updated", (changed) => {
    changed.schedule = body.id;
  });
  ctx.emit("subscription_schedule.created", body);
  return stored;
}
