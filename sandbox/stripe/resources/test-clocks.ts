import type Stripe from "stripe";
import { startAdvance } from "../billing-engine/clock.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../http/endpoint.ts";
import { missing } from "../http/errors.ts";
import { listPage } from "../http/lists.ts";
import type { Stored } from "../store/documents.ts";
import { deleteCustomer } from "./customers.ts";

const keptSeconds = 30 * 24 * 3600;

function requireClock(ctx: Context, id: string): Stored<"test_clock"> {
  const stored = ctx.store.find("test_clock", id);
  if (stored === null) throw missing("test clock", id);
  return stored;
}

export const testClockEndpoints = [
  endpoint<Stripe.TestHelpers.TestClockCreateParams>(
    "POST",
    "/v1/test_helpers/test_clocks",
    "Stripe.TestHelpers.TestClockCreateParams",
    "Stripe.TestHelpers.TestClock",
    ({ ctx, params }) => {
      const body: Stripe.TestHelpers.TestClock = {
        id: ctx.id("clock"),
        object: "test_helpers.test_clock",
        created: ctx.now(),
        deletes_after: ctx.now() + keptSeconds,
        frozen_time: params.frozen_time,
        livemode: false,
        name: params.name ?? null,
        status: "ready",
        status_details: {},
      };
      ctx.insert("test_clock", body, { target: null });
      ctx.emit("test_helpers.test_clock.created", body);
      return body;
    },
  ),
  endpoint<Stripe.TestHelpers.TestClockListParams>(
    "GET",
    "/v1/test_helpers/test_clocks",
    "Stripe.TestHelpers.TestClockListParams",
    "Stripe.ApiList<Stripe.TestHelpers.TestClock>",
    ({ ctx, params }) => listPage(ctx, "test_clock", "/v1/test_helpers/test_clocks", params),
  ),
  endpoint(
    "GET",
    "/v1/test_helpers/test_clocks/:id",
    null,
    "Stripe.TestHelpers.TestClock",
    ({ ctx, id }) => requireClock(ctx, id).body,
  ),
  endpoint(
    "DELETE",
    "/v1/test_helpers/test_clocks/:id",
    null,
    "Stripe.TestHelpers.DeletedTestClock",
    ({ ctx, id }) => {
      const clock = requireClock(ctx, id);
      for (const customer of ctx.store.list("customer", { clock: id })) {
        if (!("deleted" in customer.body)) deleteCustomer(ctx, customer);
      }
      ctx.store.remove(clock);
      ctx.emit("test_helpers.test_clock.deleted", clock.body);
      return {
        id,
        object: "test_helpers.test_clock",
        deleted: true,
      } satisfies Stripe.TestHelpers.DeletedTestClock;
    },
  ),
  endpoint<Stripe.TestHelpers.TestClockAdvanceParams>(
    "POST",
    "/v1/test_helpers/test_clocks/:id/advance",
    "Stripe.TestHelpers.TestClockAdvanceParams",
    "Stripe.TestHelpers.TestClock",
    ({ ctx, params, id }) => {
      const clock = requireClock(ctx, id);
      startAdvance(ctx, clock, params.frozen_time);
      return clock.body;
    },
  ),
];
