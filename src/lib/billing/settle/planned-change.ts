import type Stripe from "stripe";
import { idOf, isOver } from "../mirror/subscription-row.ts";
import { comingPriceOf, phasesOf } from "../schedule-phases.ts";
import { idempotent } from "../stripe.ts";

// An upgrade lets go of a change that was planned for the period's end, since Stripe's schedule would
// undo it. Until the upgrade is paid, what was planned is kept with the subscription at Stripe: when
// it is given up, it is planned again.

/** In the metadata: the price and interval that were to come, the price beside it, the invoice before. */
const key = "planned_change";

type Planned = { price: string; interval: "month" | "year"; beside: string; afterInvoice: string };

/** What is to be done about a planned change that an upgrade has let go of. */
export type PlannedDeed = {
  kind: "plan_again" | "forget_plan";
  subscriptionId: string;
  customerId: string;
  planned: Planned;
  quantity: number;
  discountIds: string[];
};

/**
 * Writes down what is planned, before it is let go of.
 * @param subscription with its schedule expanded
 */
export async function rememberPlanned(stripe: Stripe, subscription: Stripe.Subscription): Promise<void> {
  const { schedule } = subscription;
  if (schedule === null || typeof schedule === "string") return;
  const price = comingPriceOf(schedule);
  const beside = subscription.items.data[0]?.price.id;
  if (price === null || beside === undefined || price === beside) return;
  const { recurring } = await stripe.prices.retrieve(price);
  const interval = recurring?.interval;
  if (interval !== "month" && interval !== "year") return;
  const afterInvoice = idOf(subscription.latest_invoice) ?? "none";
  const value = [price, interval, beside, afterInvoice].join(" ");
  await stripe.subscriptions.update(
    subscription.id,
    { metadata: { [key]: value } },
    idempotent("remember", subscription.id, schedule.id, value),
  );
}

function readPlanned({ metadata }: Stripe.Subscription): Planned | null {
  const [price, interval, beside, afterInvoice] = metadata[key]?.split(" ") ?? [];
  if (!price || !beside || !afterInvoice || (interval !== "month" && interval !== "year")) return null;
  return { price, interval, beside, afterInvoice };
}

/**
 * What a subscription, as Stripe has it now, calls for. Nothing while the upgrade waits for its
 * payment or has not begun; the plan is made again once the upgrade is given up, and forgotten once
 * it is paid or something else was chosen.
 */
export function decidePlanned(subscription: Stripe.Subscription): PlannedDeed | null {
  const planned = readPlanned(subscription);
  if (planned === null || isOver(subscription.status) || subscription.pending_update !== null) return null;
  const [item] = subscription.items.data;
  const isChanged = item?.price.id !== planned.beside;
  const isOverruled =
    subscription.schedule !== null || subscription.cancel_at !== null || subscription.cancel_at_period_end;
  const hasBegun = idOf(subscription.latest_invoice) !== planned.afterInvoice;
  if (!isChanged && !hasBegun) return null;
  const kind = isChanged || isOverruled ? "forget_plan" : "plan_again";
  // An unpaid period comes first: whether it goes on at all is not known.
  if (kind === "plan_again" && !["active", "trialing"].includes(subscription.status)) return null;
  return {
    kind,
    subscriptionId: subscription.id,
    customerId: idOf(subscription.customer) ?? "",
    planned,
    quantity: item?.quantity ?? 1,
    discountIds: (subscription.discounts ?? []).flatMap((discount) => idOf(discount) ?? []),
  };
}

/** Does so at Stripe; what is kept goes last, so that whoever dies in between begins again. */
export async function settlePlanned(stripe: Stripe, deed: PlannedDeed): Promise<void> {
  const { kind, subscriptionId, planned, quantity, discountIds } = deed;
  const about = [subscriptionId, planned.price, planned.afterInvoice];
  if (kind === "plan_again") {
    const schedule = await stripe.subscriptionSchedules.create(
      { from_subscription: subscriptionId },
      idempotent("plan-again", ...about),
    );
    const phases = phasesOf(schedule, { price: planned.beside, quantity, discountIds }, planned);
    await stripe.subscriptionSchedules.update(
      schedule.id,
      phases,
      idempotent("plan-again-phases", schedule.id, planned.price),
    );
  }
  await stripe.subscriptions.update(
    subscriptionId,
    { metadata: { [key]: "" } },
    idempotent("forget-plan", ...about),
  );
}
