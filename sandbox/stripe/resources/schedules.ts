import type Stripe from "stripe";
import { cancelNow } from "../billing-engine/cancel.ts";
import { recurringOf } from "../billing-engine/changes.ts";
import { boundaryAfter } from "../billing-engine/periods.ts";
import { applyPhase, release } from "../billing-engine/schedules.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing, missingParameter } from "../http/errors.ts";
import { listPage } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { requirePrice } from "./catalogue.ts";
import { mergeMetadata } from "./metadata.ts";
import { requireSubscription } from "./subscriptions.ts";

type Phase = Stripe.SubscriptionSchedule.Phase;

function requireSchedule(ctx: Context, id: string): Stored<"schedule"> {
  const stored = ctx.store.find("schedule", id);
  if (stored === null) throw missing("subscription_schedule", id);
  return stored;
}

function phaseOf(
  input: { items: { price: string; quantity: number }[]; start: number; end: number; currency: string },
  proration: Phase["proration_behavior"],
  metadata: Record<string, string>,
  discounts: Phase["discounts"],
): Phase {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: null,
    billing_thresholds: null,
    collection_method: null,
    currency: input.currency,
    default_payment_method: null,
    default_tax_rates: [],
    description: null,
    discounts,
    end_date: input.end,
    invoice_settings: null,
    items: input.items.map((item) => ({
      billing_thresholds: null,
      discounts: [],
      metadata: {},
      plan: item.price,
      price: item.price,
      quantity: item.quantity,
      tax_rates: [],
    })),
    metadata,
    on_behalf_of: null,
    proration_behavior: proration,
    start_date: input.start,
    transfer_data: null,
    trial_end: null,
  };
}

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

export function updateSchedule(
  ctx: Context,
  stored: Stored<"schedule">,
  params: Stripe.SubscriptionScheduleUpdateParams,
): void {
  const { body } = stored;
  if (body.status !== "active") throw invalid(`You cannot update a schedule that is ${body.status}.`);
  const subscription = requireSubscription(ctx, idOf(body.subscription) ?? "", "subscription");
  if (params.phases?.some((phase) => (phase.discounts || []).length > 1))
    throw invalid("The local Stripe takes one discount a phase.", "phases[0][discounts]");
  const now = ctx.now(body.test_clock);
  const phases =
    params.phases === undefined
      ? body.phases
      : readPhases(ctx, stored, params.phases, subscription.body.currency);
  ctx.change(stored, "subscription_schedule.updated", (changed) => {
    changed.phases = phases;
    if (params.end_behavior !== undefined) changed.end_behavior = params.end_behavior;
    changed.metadata = mergeMetadata(changed.metadata, params.metadata);
    const current = phases.find((phase) => phase.start_date <= now && phase.end_date > now);
    changed.current_phase =
      current === undefined ? null : { start_date: current.start_date, end_date: current.end_date };
  });
  const current = phases.find((phase) => phase.start_date <= now && phase.end_date > now);
  if (current === undefined) return;
  applyPhase(ctx, subscription, current, now, params.proration_behavior ?? "create_prorations");
  ctx.store.save(stored);
}

function readPhases(
  ctx: Context,
  stored: Stored<"schedule">,
  given: Stripe.SubscriptionScheduleUpdateParams.Phase[],
  currency: string,
): Phase[] {
  const now = ctx.now(stored.body.test_clock);
  let start = stored.body.current_phase?.start_date ?? now;
  return given.map((phase, index) => {
    const items = phase.items.map((item) => ({
      price: requirePrice(ctx, item.price ?? "", `phases[${index}][items][0][price]`).id,
      quantity: item.quantity ?? 1,
    }));
    if (typeof phase.start_date === "number" && index > 0 && phase.start_date !== start) {
      throw invalid("Each phase must start where the one before it ends.", `phases[${index}][start_date]`);
    }
    if (typeof phase.start_date === "number" && index === 0) start = phase.start_date;
    const recurring = recurringOf(ctx, items[0]?.price ?? "");
    const span = phase.duration;
    let end: number;
    if (typeof phase.end_date === "number") end = phase.end_date;
    else if (phase.end_date === "now") end = now;
    else if (span !== undefined)
      end = boundaryAfter(start, { interval: span.interval, interval_count: span.interval_count ?? 1 }, 1);
    else end = boundaryAfter(start, recurring, 1);
    if (end <= start) throw invalid("A phase must end after its start.", `phases[${index}][end_date]`);
    const result = phaseOf(
      { items, start, end, currency },
      phase.proration_behavior ?? "create_prorations",
      mergeMetadata({}, phase.metadata),
      (phase.discounts || []).map((one) => ({
        coupon: one.coupon ?? null,
        discount: one.discount ?? null,
        promotion_code: one.promotion_code ?? null,
      })),
    );
    start = end;
    return result;
  });
}

export const scheduleEndpoints = [
  endpoint<Stripe.SubscriptionScheduleCreateParams>(
    "POST",
    "/v1/subscription_schedules",
    "Stripe.SubscriptionScheduleCreateParams",
    "Stripe.SubscriptionSchedule",
    ({ ctx, params }) => {
      if (params.from_subscription === undefined) throw missingParameter("from_subscription");
      return scheduleFrom(ctx, requireSubscription(ctx, params.from_subscription, "from_subscription")).body;
    },
  ),
  endpoint<Stripe.SubscriptionScheduleListParams>(
    "GET",
    "/v1/subscription_schedules",
    "Stripe.SubscriptionScheduleListParams",
    "Stripe.ApiList<Stripe.SubscriptionSchedule>",
    ({ ctx, params }) =>
      listPage(ctx, "schedule", "/v1/subscription_schedules", params, {
        filter: params.customer === undefined ? {} : { customer: params.customer },
      }),
  ),
  endpoint(
    "GET",
    "/v1/subscription_schedules/:id",
    null,
    "Stripe.SubscriptionSchedule",
    ({ ctx, id }) => requireSchedule(ctx, id).body,
  ),
  endpoint<Stripe.SubscriptionScheduleUpdateParams>(
    "POST",
    "/v1/subscription_schedules/:id",
    "Stripe.SubscriptionScheduleUpdateParams",
    "Stripe.SubscriptionSchedule",
    ({ ctx, params, id }) => {
      const stored = requireSchedule(ctx, id);
      updateSchedule(ctx, stored, params);
      return stored.body;
    },
  ),
  endpoint<Stripe.SubscriptionScheduleReleaseParams>(
    "POST",
    "/v1/subscription_schedules/:id/release",
    "Stripe.SubscriptionScheduleReleaseParams",
    "Stripe.SubscriptionSchedule",
    ({ ctx, id }) => {
      const stored = requireSchedule(ctx, id);
      if (stored.body.status !== "active")
        throw invalid(`You cannot release a schedule that is ${stored.body.status}.`);
      release(ctx, stored, ctx.now(stored.body.test_clock), "released");
      return stored.body;
    },
  ),
  endpoint<Stripe.SubscriptionScheduleCancelParams>(
    "POST",
    "/v1/subscription_schedules/:id/cancel",
    "Stripe.SubscriptionScheduleCancelParams",
    "Stripe.SubscriptionSchedule",
    ({ ctx, id }) => {
      const stored = requireSchedule(ctx, id);
      const subscription = ctx.store.find("subscription", idOf(stored.body.subscription));
      if (stored.body.status !== "active" || subscription === null)
        throw invalid(`You cannot cancel a schedule that is ${stored.body.status}.`);
      cancelNow(ctx, subscription, { reason: "cancellation_requested" });
      return requireSchedule(ctx, id).body;
    },
  ),
];
