import { openPortal } from "#lib/billing/portal.ts";
import { cancelSubscription, resumeSubscription } from "#lib/billing/subscription.ts";
import { openPage } from "../../stripe/testing/browser.ts";
import { become, beginPeriod, cardOf, end, learn } from "../walk-model.ts";
import { current } from "../walker.ts";
import { type Deed, isPlain } from "./deed.ts";

/** A plan is to end, ends or rests, and goes on again. */
export const stops: Record<string, Deed> = {
  cancel: {
    weight: 3,
    can: ({ isKnown }, living) =>
      isKnown &&
      living !== null &&
      living.cancelAt === null &&
      ["active", "trialing", "past_due", "unpaid"].includes(living.status),
    async act({ tools, viewer, state }, living) {
      await cancelSubscription(tools, viewer);
      // One that is unpaid gives nothing any more: there is no end to wait for.
      if (living.status === "unpaid") end(state, living);
      else Object.assign(living, { coming: null, scheduleEnd: null, cancelAt: living.periodEnd });
      learn(state);
    },
  },
  "cancel in the portal": {
    weight: 3,
    can: (state, living) => isPlain(state, living) && living?.scheduleEnd === null,
    async act(walker, living) {
      const { url } = await openPortal(walker.tools, walker.viewer);
      const subscription = (await current(walker)).id;
      await (await openPage(url)).submit("cancel", { action: "cancel", subscription });
      living.cancelAt = living.periodEnd;
    },
  },
  resume: {
    weight: 4,
    can: ({ isKnown }, living) =>
      isKnown && living !== null && living.cancelAt !== null && living.status !== "incomplete",
    async act({ tools, viewer, state }, living) {
      await resumeSubscription(tools, viewer);
      living.cancelAt = null;
      learn(state);
    },
  },
  "cancel at once": {
    weight: 1,
    can: (_, living) => living !== null && living.status !== "incomplete",
    async act(walker, living) {
      await walker.stripe.subscriptions.cancel((await current(walker)).id);
      end(walker.state, living);
    },
  },
  pause: {
    weight: 2,
    can: (state, living) => isPlain(state, living) && living?.scheduleEnd === null,
    async act(walker, living) {
      const { id } = await current(walker);
      await walker.stripe.subscriptions.pause(id, { bill_for: { unused_time_from: { type: "none" } } });
      become(walker.state, living, "paused");
    },
  },
  unpause: {
    weight: 6,
    can: (state, living) => living?.status === "paused" && cardOf(state) === "good",
    async act(walker, living) {
      const { id } = await current(walker);
      await walker.stripe.subscriptions.resume(id, { payment_behavior: "resume_on_payment_success" });
      beginPeriod(walker.state, living, living.plan);
      become(walker.state, living, "active");
    },
  },
};
