import type Stripe from "stripe";
import { recurringOf } from "../billing-engine/changes.ts";
import { boundaryAfter } from "../billing-engine/periods.ts";
import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import type { Stored } from "../store/documents.ts";
import { requirePrice } from "./catalogue.ts";
import { mergeMetadata } from "./metadata.ts";

type Phase = Stripe.SubscriptionSchedule.Phase;

export function phaseOf(
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

/** Phases as they are asked for, each beginning where the one before it ends. */
export function readPhases(
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
