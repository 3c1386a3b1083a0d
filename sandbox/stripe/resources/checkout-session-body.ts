import type Stripe from "stripe";
import type { Context } from "../context.ts";
import type { Stored } from "../store/documents.ts";
import { mergeMetadata } from "./metadata.ts";

type Params = Stripe.Checkout.SessionCreateParams;

/** A session as it is when it is made, before its sums. */
export function newSessionBody(
  ctx: Context,
  params: Params,
  start: {
    id: string;
    mode: "payment" | "subscription" | "setup";
    currency: string;
    expiresAt: number;
    now: number;
    customer: Stored<"customer"> | null;
  },
): Stripe.Checkout.Session {
  const { id, mode, customer } = start;
  const isSale = mode !== "setup";
  const creation = params.invoice_creation;
  return {
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: null,
    amount_subtotal: isSale ? 0 : null,
    amount_total: isSale ? 0 : null,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: start.now,
    currency: start.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: customer?.id ?? null,
    customer_account: null,
    customer_creation:
      mode === "payment" && customer === null ? (params.customer_creation ?? "if_required") : null,
    customer_details:
      customer === null && params.customer_email === undefined
        ? null
        : {
            address: null,
            business_name: null,
            email: customer?.body.email ?? params.customer_email ?? null,
            individual_name: null,
            name: customer?.body.name ?? null,
            phone: null,
            tax_exempt: "none",
            tax_ids: [],
          },
    customer_email: params.customer_email ?? null,
    discounts: [],
    expires_at: start.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation:
      mode === "payment"
        ? {
            enabled: creation?.enabled ?? false,
            invoice_data: {
              account_tax_ids: null,
              custom_fields: null,
              description: null,
              footer: null,
              issuer: null,
              metadata: mergeMetadata({}, creation?.invoice_data?.metadata),
              rendering_options: null,
            },
          }
        : null,
    livemode: false,
    locale: params.locale ?? null,
    managed_payments: null,
    metadata: mergeMetadata({}, params.metadata),
    mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: mode === "payment" ? null : (params.payment_method_collection ?? "always"),
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ["card"],
    payment_status: isSale ? "unpaid" : "no_payment_required",
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: null,
    subscription: null,
    success_url: params.success_url ?? null,
    total_details: isSale ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
    ui_mode: "hosted_page",
    url: `${ctx.baseUrl}/c/pay/${id}`,
    wallet_options: null,
  };
}
