import { changePlan } from "#lib/billing/change-plan/change-plan.ts";
import { dropPendingChange } from "#lib/billing/change-plan/change-plan-pending.ts";
import { previewChange } from "#lib/billing/change-plan/preview-change.ts";
import { cardOf, change, dropPending, learn, type Plan } from "../walk-model.ts";
import { offerOf, payLatestInvoice } from "../walker.ts";
import { type Deed, hour, isPlain, plans } from "./deed.ts";

/** What costs more at once: those whose credit could exceed their price are left out. */
function dearer({ tier, interval }: Plan): Plan[] {
  return plans.filter(
    (plan) =>
      (plan.tier === tier && interval === "month" && plan.interval === "year") ||
      (tier === "premium" &&
        plan.tier === "enterprise" &&
        (plan.interval === "year" || interval === "month")),
  );
}

function cheaper({ tier, interval }: Plan): Plan[] {
  return plans.filter(
    (plan) =>
      (tier === "enterprise" && plan.tier === "premium") ||
      (plan.tier === tier && interval === "year" && plan.interval === "month"),
  );
}

/** Another plan or interval: at once, later, or not after all. */
export const planChanges: Record<string, Deed> = {
  upgrade: {
    weight: 4,
    can: (state, living) =>
      isPlain(state, living) && cardOf(state) !== "none" && living !== null && dearer(living.plan).length > 0,
    async act(walker, living, random) {
      const { tools, viewer, state } = walker;
      const plan = random.pick(dearer(living.plan));
      const target = offerOf(walker, plan);
      const { prorationDate, amountDueMinor } = await previewChange(tools, viewer, target);
      if (prorationDate === null) throw new Error("an upgrade is not for now");
      const { outcome } = await changePlan(tools, viewer, { target, prorationDate, amountDueMinor });
      const planned = living.coming && { coming: living.coming, beside: living.plan };
      Object.assign(living, { coming: null, scheduleEnd: null, planned });
      const expiresAt = Math.min(state.time + 23 * hour, living.periodEnd);
      if (cardOf(state) === "good") change(state, living, plan);
      else {
        living.pending = { plan, since: state.time, expiresAt };
        living.latestInvoice = ++state.invoices;
      }
      const wanted = living.pending ? "requires_payment" : "changed";
      if (outcome !== wanted) throw new Error(`the upgrade is ${outcome}`);
      learn(state);
    },
  },
  "pay the upgrade": {
    weight: 5,
    can: (state, living) => living !== null && living.pending !== null && cardOf(state) === "good",
    async act(walker, living) {
      await payLatestInvoice(walker);
      const { plan, since } = living.pending ?? { plan: living.plan };
      dropPending(living);
      change(walker.state, living, plan, since);
    },
  },
  "drop the upgrade": {
    weight: 2,
    can: ({ isKnown }, living) => isKnown && living !== null && living.pending !== null,
    async act({ tools, viewer, state }, living) {
      await dropPendingChange(tools, viewer);
      dropPending(living);
      learn(state);
    },
  },
  downgrade: {
    weight: 4,
    can: (state, living) => isPlain(state, living) && living !== null && cheaper(living.plan).length > 0,
    async act(walker, living, random) {
      const plan = random.pick(cheaper(living.plan));
      const { outcome } = await changePlan(walker.tools, walker.viewer, { target: offerOf(walker, plan) });
      if (outcome !== "scheduled") throw new Error(`the downgrade is ${outcome}`);
      living.coming = plan;
      living.scheduleEnd = Number.POSITIVE_INFINITY;
      learn(walker.state);
    },
  },
  "stay after all": {
    weight: 2,
    can: (state, living) => isPlain(state, living) && living !== null && living.coming !== null,
    async act(walker, living) {
      const target = offerOf(walker, living.plan);
      const { outcome } = await changePlan(walker.tools, walker.viewer, { target });
      if (outcome !== "taken_back") throw new Error(`the downgrade is ${outcome}`);
      Object.assign(living, { coming: null, scheduleEnd: null });
      learn(walker.state);
    },
  },
};
