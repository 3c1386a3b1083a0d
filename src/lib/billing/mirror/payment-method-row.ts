import type Stripe from "stripe";

/** A row of the mirror; everything but when the row itself was made and changed. */
export type PaymentMethodRow = {
  id: string;
  workspaceId: string;
  customerId: string;
  type: string;
  brand: string | null;
  last4: string | null;
  expMonth: number | null;
  expYear: number | null;
  isDefault: boolean;
};

/** The row that says what Stripe says: of a card its make and its end, of other kinds only what they are. */
export function paymentMethodRow(
  { id, type, card }: Stripe.PaymentMethod,
  defaultId: string | null,
  owner: { workspaceId: string; customerId: string },
): PaymentMethodRow {
  return {
    id,
    ...owner,
    type,
    brand: card?.brand ?? null,
    last4: card?.last4 ?? null,
    expMonth: card?.exp_month ?? null,
    expYear: card?.exp_year ?? null,
    isDefault: id === defaultId,
  };
}
