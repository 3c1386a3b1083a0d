import type Stripe from "stripe";

/** What is kept of each kind: Stripe's own object, nothing expanded. */
export type Documents = {
  customer: Stripe.Customer;
  product: Stripe.Product;
  price: Stripe.Price;
  coupon: Stripe.Coupon;
  promotion_code: Stripe.PromotionCode;
  discount: Stripe.Discount;
  payment_method: Stripe.PaymentMethod;
  session: Stripe.Checkout.Session;
  subscription: Stripe.Subscription;
  schedule: Stripe.SubscriptionSchedule;
  invoice: Stripe.Invoice;
  invoice_item: Stripe.InvoiceItem;
  invoice_payment: Stripe.InvoicePayment;
  payment_intent: Stripe.PaymentIntent;
  setup_intent: Stripe.SetupIntent;
  charge: Stripe.Charge;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  portal_configuration: Stripe.BillingPortal.Configuration;
  portal_session: Stripe.BillingPortal.Session;
  test_clock: Stripe.TestHelpers.TestClock;
  webhook_endpoint: Stripe.WebhookEndpoint;
  event: Stripe.Event;
  delivery: Delivery;
};

export type Kind = keyof Documents;

export type Attempt = {
  at: number;
  status: number | null;
  answer: string;
  error: string | null;
  durationMs: number;
};

/** One event on its way to one endpoint. */
export type Delivery = {
  id: string;
  event: string;
  type: string;
  endpoint: string;
  url: string;
  state: "pending" | "delivered" | "failed" | "dropped" | "held";
  /** Unix milliseconds on the sandbox's own clock. */
  nextAttemptAt: number | null;
  attempts: Attempt[];
  /** A replay: the event's count of pending deliveries does not wait for it. */
  isReplay: boolean;
};

/** What was really charged for a stretch of time of one item; credits are computed from it. */
export type Debit = { item: string; invoice: string; line: string; from: number; to: number; net: number };

export type CurrencyAmounts = Record<string, number>;

/** What Stripe knows and does not show. */
export type Inners = {
  /** Moved off the common time by the control plane; lists show it as before. */
  customer: { hasOwnTime?: boolean };
  product: Record<string, never>;
  price: { amounts: CurrencyAmounts };
  coupon: { amounts: CurrencyAmounts; products: string[] };
  promotion_code: { isSwitchedOn: boolean; minimums: CurrencyAmounts };
  discount: Record<string, never>;
  payment_method: { number: string; isSetUp: boolean };
  session: SessionInner;
  subscription: SubscriptionInner;
  schedule: Record<string, never>;
  invoice: {
    changes: PendingChange | null;
    isOnSession: boolean;
    retries: number;
    /** Its payment ends a pause; not even tried by `voidAt`, it is void. */
    resumes: { isOnlyOnSuccess: boolean; voidAt: number } | null;
  };
  invoice_item: Record<string, never>;
  invoice_payment: Record<string, never>;
  payment_intent: { invoice: string | null; isAuthenticated: boolean };
  setup_intent: Record<string, never>;
  /** The clock it lives on, and when the bank's customer will dispute it. */
  charge: { clock: string | null; disputeAt: number | null };
  refund: Record<string, never>;
  dispute: Record<string, never>;
  portal_configuration: { products: { product: string; prices: string[] }[] };
  portal_session: { subscription: string | null; pendingCard: string | null };
  test_clock: { target: number | null };
  webhook_endpoint: { secrets: { secret: string; until: number | null }[] };
  event: { clock: string | null };
  delivery: Record<string, never>;
};

export type SessionInner = {
  lines: { id: string; price: string; quantity: number }[];
  subscriptionData: Stripe.Checkout.SessionCreateParams.SubscriptionData;
  paymentIntentMetadata: Record<string, string>;
  discounts: { coupon: string; promotionCode: string | null }[];
  /** The form's one-time mark: a second submission of the same page is refused. */
  formNonce: string;
  pendingPaymentMethod: string | null;
  /** What refused cards were tried with. */
  refusedIntent: string | null;
};

export type SubscriptionInner = {
  debits: Debit[];
  isTrialEndAnnounced: boolean;
  onSessionMethod: string | null;
};

/** A change that waits for its invoice to be paid. */
export type PendingChange = { subscription: string; change: unknown };

export type Stored<K extends Kind = Kind> = {
  kind: K;
  id: string;
  seq: number;
  body: Documents[K];
  inner: Inners[K];
};
