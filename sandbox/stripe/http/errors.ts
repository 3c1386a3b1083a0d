import type Stripe from "stripe";

export type StripeErrorBody = {
  type: "invalid_request_error" | "card_error" | "idempotency_error" | "api_error";
  message: string;
  code?: string;
  decline_code?: string;
  param?: string;
  doc_url?: string;
  request_log_url?: string;
  charge?: string;
  payment_intent?: Stripe.PaymentIntent;
  payment_method?: Stripe.PaymentMethod;
};

/** An answer other than 2xx, in Stripe's words. */
export class StripeFault extends Error {
  readonly status: number;
  readonly body: StripeErrorBody;
  /** What the call did before it failed stays: a refused charge leaves its traces. */
  keepsEffects = false;

  constructor(status: number, body: StripeErrorBody) {
    super(body.message);
    this.status = status;
    this.body =
      body.code === undefined
        ? body
        : { ...body, doc_url: `https://stripe.com/docs/error-codes/${body.code.replaceAll("_", "-")}` };
  }
}

export function invalid(message: string, param?: string, code?: string, status = 400): StripeFault {
  return new StripeFault(status, {
    type: "invalid_request_error",
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  });
}

/** 404 when the id stands in the URL, 400 when it came as a parameter. */
export function missing(noun: string, id: string, param = "id"): StripeFault {
  return invalid(`No such ${noun}: '${id}'`, param, "resource_missing", param === "id" ? 404 : 400);
}

export function missingParameter(param: string): StripeFault {
  return invalid(`Missing required param: ${param}.`, param, "parameter_missing");
}
