import fc from "fast-check";
import { start } from "./stripe-objects.testing.ts";

/** A few plans of one workspace in whatever states, begun within `spreadSeconds` of each other. */
export function arbitraryPlans(spreadSeconds: number) {
  const plan = fc.record({
    status: fc.constantFrom("active", "trialing", "past_due", "unpaid", "paused", "canceled", "incomplete"),
    priceId: fc.constantFrom("price_pro_month_usd", "price_enterprise_year_pln", "price_foreign"),
    created: fc.integer({ min: start - spreadSeconds, max: start }),
  });
  return fc
    .array(plan, { maxLength: 5 })
    .map((plans) => plans.map((one, index) => ({ ...one, id: `sub_${index}` })));
}
