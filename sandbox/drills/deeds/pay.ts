import { cardOf, livingOf, payLatest } from "../walk-model.ts";
import { current, customerOf, newMethod, payLatestInvoice, type Walker } from "../walker.ts";
import type { Deed } from "./deed.ts";

async function setCard(walker: Walker, card: "good" | "failing"): Promise<void> {
  const customer = customerOf(walker);
  const token = card === "good" ? "pm_card_visa" : "pm_card_chargeCustomerFail";
  const id = await newMethod(walker, customer, token);
  await walker.stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  walker.state.card = card;
  const living = livingOf(walker.state);
  if (living === null || living.card === null) return;
  await walker.stripe.subscriptions.update((await current(walker)).id, { default_payment_method: id });
  living.card = card;
}

/** Cards come and go, and what is open is paid or written off. */
export const payments: Record<string, Deed> = {
  "good card": {
    weight: 4,
    can: ({ hasCustomer }) => hasCustomer,
    act: (walker) => setCard(walker, "good"),
  },
  "failing card": {
    weight: 4,
    can: ({ hasCustomer }) => hasCustomer,
    act: (walker) => setCard(walker, "failing"),
  },
  "no card": {
    weight: 2,
    can: ({ hasCustomer }) => hasCustomer,
    async act(walker) {
      const customer = customerOf(walker);
      const { data } = await walker.stripe.paymentMethods.list({ customer, limit: 100 });
      for (const { id } of data) await walker.stripe.paymentMethods.detach(id);
      walker.state.card = "none";
      if (walker.state.subscription) walker.state.subscription.card = null;
    },
  },
  pay: {
    weight: 5,
    can: (state, living) =>
      living !== null &&
      ["incomplete", "past_due", "unpaid"].includes(living.status) &&
      cardOf(state) === "good",
    async act(walker, living) {
      await payLatestInvoice(walker);
      payLatest(walker.state, living);
    },
  },
  "write off": {
    weight: 1,
    can: (_, living) => living?.status === "past_due" && living.draft === null,
    async act(walker, living) {
      const { latest_invoice: invoice } = await current(walker);
      await walker.stripe.invoices.markUncollectible(typeof invoice === "string" ? invoice : "");
      payLatest(walker.state, living, false);
    },
  },
};
