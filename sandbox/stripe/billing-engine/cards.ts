/** What a test card does; https://docs.stripe.com/testing. */
export type CardBehaviour = {
  brand: "visa" | "mastercard" | "amex";
  /** Refused already when it is attached to a customer. */
  isRefusedAtAttach?: boolean;
  decline?: { code: string; declineCode: string | null };
  /** `unless_set_up`: only the first time on a page; `always`: a payment without the person fails. */
  authentication?: "unless_set_up" | "always";
  dispute?: { reason: "fraudulent" | "product_not_received" | "general"; isInquiry: boolean };
};

const declined = (declineCode: string): CardBehaviour => ({
  brand: "visa",
  isRefusedAtAttach: true,
  decline: { code: "card_declined", declineCode },
});

const failing = (code: string): CardBehaviour => ({
  brand: "visa",
  isRefusedAtAttach: true,
  decline: { code, declineCode: null },
});

const dispute = (
  reason: "fraudulent" | "product_not_received" | "general",
  isInquiry = false,
): CardBehaviour => ({
  brand: "visa",
  dispute: { reason, isInquiry },
});

const behaviours: Record<string, CardBehaviour> = {
  "4242424242424242": { brand: "visa" },
  "5555555555554444": { brand: "mastercard" },
  "378282246310005": { brand: "amex" },
  "4000000000000002": declined("generic_decline"),
  "4000000000009995": declined("insufficient_funds"),
  "4000000000009987": declined("lost_card"),
  "4000000000009979": declined("stolen_card"),
  "4000000000006975": declined("card_velocity_exceeded"),
  "4000000000000069": failing("expired_card"),
  "4000000000000127": failing("incorrect_cvc"),
  "4000000000000119": failing("processing_error"),
  "4100000000000019": declined("fraudulent"),
  "4001858821843804": declined("generic_decline"),
  "4000000000000341": { brand: "visa", decline: { code: "card_declined", declineCode: "generic_decline" } },
  "4000002500003155": { brand: "visa", authentication: "unless_set_up" },
  "4000002760003184": { brand: "visa", authentication: "always" },
  "4000008260003178": {
    brand: "visa",
    authentication: "always",
    decline: { code: "card_declined", declineCode: "insufficient_funds" },
  },
  "4000000000000259": dispute("fraudulent"),
  "4000000000002685": dispute("product_not_received"),
  "4000000000001976": dispute("general", true),
  "4000000000005423": { brand: "visa" },
};

const tokens: Record<string, string> = {
  visa: "4242424242424242",
  mastercard: "5555555555554444",
  amex: "378282246310005",
  visa_chargeDeclined: "4000000000000002",
  chargeDeclined: "4000000000000002",
  visa_chargeDeclinedInsufficientFunds: "4000000000009995",
  visa_chargeDeclinedLostCard: "4000000000009987",
  visa_chargeDeclinedStolenCard: "4000000000009979",
  visa_chargeDeclinedVelocityLimitExceeded: "4000000000006975",
  chargeDeclinedExpiredCard: "4000000000000069",
  visa_chargeDeclinedIncorrectCvc: "4000000000000127",
  visa_chargeDeclinedProcessingError: "4000000000000119",
  chargeCustomerFail: "4000000000000341",
  visa_chargeCustomerFail: "4000000000000341",
  authenticationRequired: "4000002760003184",
  authenticationRequiredOnSetup: "4000002500003155",
  authenticationRequiredChargeDeclinedInsufficientFunds: "4000008260003178",
  radarBlock: "4100000000000019",
  createDispute: "4000000000000259",
  createDisputeProductNotReceived: "4000000000002685",
  createDisputeInquiry: "4000000000001976",
  freeTrialAbuseBlock: "4001858821843804",
};

/** The number behind `pm_card_…` or `tok_…`, or null. */
export function numberOfToken(token: string): string | null {
  return tokens[token.replace(/^(pm_card_|tok_)/, "")] ?? null;
}

export function isToken(id: string): boolean {
  return id.startsWith("pm_card_");
}

/** Any number that passes Luhn's check works like 4242…; the ones that are listed do what they are for. */
export function behaviourOf(number: string): CardBehaviour {
  return behaviours[number] ?? { brand: number.startsWith("5") ? "mastercard" : "visa" };
}

export function passesLuhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  let sum = 0;
  for (const [index, digit] of [...number].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

const messages: Record<string, string> = {
  card_declined: "Your card was declined.",
  expired_card: "Your card has expired.",
  incorrect_cvc: "Your card's security code is incorrect.",
  processing_error: "An error occurred while processing your card. Try again in a little bit.",
  incorrect_number: "Your card number is incorrect.",
  authentication_required: "Your card was declined. This transaction requires authentication.",
};

export function declineMessage(code: string, declineCode: string | null): string {
  if (declineCode === "insufficient_funds") return "Your card has insufficient funds.";
  return messages[code] ?? "Your card was declined.";
}

/** The cards that the hosted pages list beside their form. */
export const listedCards: { number: string; what: string }[] = [
  { number: "4242 4242 4242 4242", what: "pays" },
  { number: "4000 0027 6000 3184", what: "asks for 3-D Secure, always" },
  { number: "4000 0025 0000 3155", what: "asks for 3-D Secure, once" },
  { number: "4000 0000 0000 0341", what: "can be saved, every charge fails" },
  { number: "4000 0000 0000 0002", what: "is declined" },
  { number: "4000 0000 0000 9995", what: "has insufficient funds" },
  { number: "4000 0000 0000 0069", what: "has expired" },
  { number: "4000 0082 6000 3178", what: "3-D Secure, then insufficient funds" },
  { number: "4000 0000 0000 0259", what: "pays, then is disputed as fraud" },
];
