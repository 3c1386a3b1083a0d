import type Stripe from "stripe";
import { cancelNow } from "../billing-engine/cancel.ts";
import { applyPhase, release } from "../billing-engine/schedules.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { invalid, missing, missingParameter } from "../http/errors.ts";
import { listPage } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { mergeMetadata } from "./metadata.ts";
import { scheduleFrom } from "./new-schedule.ts";
import { readPhases } from "./schedule-phases.ts";
import { requireSubscription } from "./subscriptions.ts";

function requireSchedule(ctx: Context, id: string): Stored<"schedule"> {
  const stored = ctx.store.find("schedule", id);
  if (stored === null) throw missing("subscription_schedule", id);
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
