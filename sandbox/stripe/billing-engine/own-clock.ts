import type { Context } from "../context.ts";
import { invalid } from "../http/errors.ts";
import type { Kind, Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { stepClock } from "./clock.ts";

const name = "Own time of one customer";

/**
 * One customer's time goes on, up to `until` in unix seconds, with everything that falls due on the way; nobody
 * else's does. From the first time on that time stands still in between, as on a test clock.
 */
export function advanceCustomer(ctx: Context, customer: Stored<"customer">, until: number): number {
  const clock = ownClock(ctx, customer);
  if (until < clock.body.frozen_time) throw invalid("Time goes only forward.", "until");
  clock.inner.target = until;
  ctx.store.save(clock);
  while (stepClock(ctx, clock.id, { isSilent: true })) {
    // Each step is a change of its own.
  }
  return until;
}

export function timeOf(ctx: Context, customer: Stored<"customer">): number {
  return ctx.now(customer.body.test_clock);
}

function ownClock(ctx: Context, customer: Stored<"customer">): Stored<"test_clock"> {
  const known = ctx.store.find("test_clock", idOf(customer.body.test_clock));
  if (known?.body.name === name) return known;
  if (known !== null) throw invalid("This customer lives on a test clock; advance that one.", "customer");
  const now = ctx.now();
  const clock = ctx.insert(
    "test_clock",
    {
      id: ctx.id("clock"),
      object: "test_helpers.test_clock",
      created: now,
      deletes_after: now + 30 * 24 * 3600,
      frozen_time: now,
      livemode: false,
      name,
      status: "ready",
      status_details: {},
    },
    { target: null },
  );
  customer.inner.hasOwnTime = true;
  for (const kind of ["subscription", "schedule", "invoice", "invoice_item"] as const)
    for (const stored of ctx.store.list(kind, { customer: customer.id })) putOn(ctx, stored, clock.id);
  for (const charge of ctx.store.list("charge", { customer: customer.id })) {
    charge.inner.clock = clock.id;
    ctx.store.save(charge);
  }
  putOn(ctx, customer, clock.id);
  return clock;
}

type Clocked = Extract<Kind, "customer" | "subscription" | "schedule" | "invoice" | "invoice_item">;

function putOn<K extends Clocked>(ctx: Context, stored: Stored<K>, clock: string): void {
  stored.body.test_clock = clock;
  ctx.store.save(stored);
}
