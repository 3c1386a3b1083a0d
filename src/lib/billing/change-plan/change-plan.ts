import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import { askStripe } from "../ask-stripe.ts";
import type { SyncTools } from "../mirror/sync-customer.ts";
import {
  type BillingState,
  cancelSubscription,
  getBillingState,
  requireSubscription,
} from "../subscription.ts";
import { scheduleChange, takeBack } from "./change-plan-later.ts";
import { changeNow } from "./change-plan-now.ts";
import { decideChange, type Target } from "./decide-change.ts";
import type { Quote } from "./preview-change.ts";

export type Changed = {
  outcome: "changed" | "scheduled" | "taken_back" | "canceled" | "requires_payment";
  /** Where the payment that a change waits for can be made. */
  payUrl: string | null;
  state: BillingState;
};

/** A wish with the quote that was shown, which only a change now needs. */
export type ChangeWish = { target: Target } & { [Key in keyof Quote]?: Quote[Key] | undefined };

/**
 * Changes plan or interval: more at once and paid, less at the end of what is paid for.
 * @throws Refusal `forbidden`, `not_found` without a plan, `validation` without the quote of a
 *   change now, `conflict` with the reason, `unavailable` when Stripe does not answer
 */
export async function changePlan(tools: SyncTools, viewer: Viewer, wish: ChangeWish): Promise<Changed> {
  const row = await requireSubscription(tools, viewer);
  const decision = decideChange(row, wish.target);
  const done = async (outcome: Changed["outcome"], payUrl: string | null = null): Promise<Changed> => ({
    outcome,
    payUrl,
    state: await getBillingState(tools.db, viewer, tools.now()),
  });
  switch (decision.kind) {
    case "refused":
      throw new Refusal("conflict", { values: { reason: decision.reason } });
    case "cancel":
      await cancelSubscription(tools, viewer);
      return done("canceled");
    case "take_back":
      await askStripe(() => takeBack(tools, row));
      return done("taken_back");
    case "period_end":
      await askStripe(() => scheduleChange(tools, row, decision.target));
      return done("scheduled");
    case "now": {
      const quote = requireWholeQuote(wish);
      const { isPaid, payUrl } = await askStripe(() => changeNow(tools, row, decision.target, quote));
      return done(isPaid ? "changed" : "requires_payment", payUrl);
    }
  }
}

function requireWholeQuote({ prorationDate, amountDueMinor }: ChangeWish): Quote {
  if (prorationDate !== undefined && amountDueMinor !== undefined) return { prorationDate, amountDueMinor };
  const fields = {
    ...(prorationDate === undefined ? { prorationDate: ["required"] } : {}),
    ...(amountDueMinor === undefined ? { amountDueMinor: ["required"] } : {}),
  };
  throw new Refusal("validation", { fields });
}
