import type Stripe from "stripe";
import type { Context } from "../context.ts";
import type { StripeFault } from "../http/errors.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";

/** The intent to keep a card for later, which a session in setup mode carries from its start. */
export function insertSetupIntent(
  ctx: Context,
  input: {
    customer: string | null;
    metadata: Record<string, string>;
    at: number;
    description: string | null;
  },
): Stored<"setup_intent"> {
  const id = ctx.id("seti");
  const body: Stripe.SetupIntent = {
    id,
    object: "setup_intent",
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${ctx.id("s").slice(2)}`,
    created: input.at,
    customer: input.customer,
    customer_account: null,
    description: input.description,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: input.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ["card"],
    single_use_mandate: null,
    status: "requires_payment_method",
    usage: "off_session",
  };
  const stored = ctx.insert("setup_intent", body, {});
  ctx.emit("setup_intent.created", body);
  return stored;
}

/** The card may be charged without the person from now on. */
export function succeedSetup(
  ctx: Context,
  intent: Stored<"setup_intent">,
  method: Stored<"payment_method">,
): void {
  method.inner.isSetUp = true;
  ctx.store.save(method);
  intent.body.customer = idOf(method.body.customer);
  intent.body.payment_method = method.id;
  intent.body.next_action = null;
  intent.body.last_setup_error = null;
  intent.body.status = "succeeded";
  ctx.store.save(intent);
  ctx.emit("setup_intent.succeeded", intent.body);
}

export function askBeforeSetup(
  ctx: Context,
  intent: Stored<"setup_intent">,
  method: Stored<"payment_method">,
): void {
  intent.body.status = "requires_action";
  intent.body.payment_method = method.id;
  intent.body.next_action = {
    type: "use_stripe_sdk",
    use_stripe_sdk: { type: "three_d_secure_redirect", source: method.id },
  };
  ctx.store.save(intent);
  ctx.emit("setup_intent.requires_action", intent.body);
}

export function failSetup(ctx: Context, intent: Stored<"setup_intent">, fault: StripeFault["body"]): void {
  intent.body.status = "requires_payment_method";
  intent.body.payment_method = null;
  intent.body.next_action = null;
  intent.body.last_setup_error = {
    type: fault.type === "card_error" ? "card_error" : "invalid_request_error",
    ...(fault.code === undefined ? {} : { code: fault.code as Stripe.SetupIntent.LastSetupError.Code }),
    ...(fault.decline_code === undefined ? {} : { decline_code: fault.decline_code }),
    message: fault.message,
  };
  ctx.store.save(intent);
  ctx.emit("setup_intent.setup_failed", intent.body);
}
