/**
 * The closed list of refusals. The words a person reads stand in `messages/*.json` under
 * `errors.<code>`; a code without a status does not compile.
 */
export type ErrorCode =
  | "validation"
  | "unauthenticated"
  | "forbidden"
  | "second_factor"
  | "second_factor_stale"
  | "cross_site"
  | "plan_limit"
  | "plan_feature"
  | "quota_reached"
  | "not_found"
  | "method_not_allowed"
  | "slug_taken"
  | "conflict"
  | "payload_too_large"
  | "unsupported_media_type"
  | "misdirected"
  | "rate_limited"
  | "invalid_credentials"
  | "email_not_confirmed"
  | "link_expired"
  | "promo_unknown"
  | "promo_redeemed"
  | "promo_expired"
  | "promo_used_up"
  | "discount_unknown"
  | "discount_ended"
  | "discount_used_up"
  | "discount_other_customer"
  | "discount_other_plan"
  | "discount_other_currency"
  | "discount_minimum"
  | "discount_not_first"
  | "unavailable"
  | "internal";

export const httpStatus: Record<ErrorCode, number> = {
  validation: 400,
  unauthenticated: 401,
  invalid_credentials: 401,
  forbidden: 403,
  second_factor: 403,
  second_factor_stale: 403,
  cross_site: 403,
  plan_limit: 403,
  plan_feature: 403,
  quota_reached: 403,
  email_not_confirmed: 403,
  not_found: 404,
  promo_unknown: 404,
  discount_unknown: 404,
  method_not_allowed: 405,
  slug_taken: 409,
  conflict: 409,
  promo_redeemed: 409,
  discount_other_customer: 409,
  discount_other_plan: 409,
  discount_other_currency: 409,
  discount_minimum: 409,
  discount_not_first: 409,
  link_expired: 410,
  promo_expired: 410,
  promo_used_up: 410,
  discount_ended: 410,
  discount_used_up: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  misdirected: 421,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
};

/** Field name → message key under `errors.fields`, in the order in which they were found. */
export type FieldErrors = Record<string, string[]>;

export type RefusalDetails = {
  /** Field name → message keys (`errors.fields.<key>`), with `validation` and `slug_taken`. */
  fields?: FieldErrors;
  /** Values for the placeholders of the message. */
  values?: Record<string, string | number>;
  /** Seconds until it is worth trying again, with `rate_limited` and `unavailable`. */
  retryAfterSeconds?: number;
};

/** An expected refusal: use cases throw it, the wrappers of actions and routes answer it. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: RefusalDetails;

  constructor(code: ErrorCode, details: RefusalDetails = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = "Refusal";
    this.code = code;
    this.details = details;
  }
}
