import { scrub } from "#platform/log/scrub.ts";

/** What stands for whatever nobody is shown. */
export const masked = "[masked]";
const tooDeep = "[too deep]";
/** Deeper than anything Stripe sends. */
const deepest = 40;

/** What opens something for whoever has it, in whatever field it is. */
const secretName = /secret|token|password|passwd|authorization|cookie|signature|api_?key|private_?key/i;

/** What tells of a person or of their card and bank, and addresses at Stripe that open without signing in. */
const personalNames = new Set([
  ...["account_holder_name", "account_number", "address", "bank_code", "billing_address", "billing_details"],
  ...["branch_code", "business_name", "city", "client_ip", "custom_fields", "customer_address"],
  ...["customer_email", "customer_name", "customer_phone", "customer_purchase_ip", "customer_shipping"],
  ...["customer_tax_ids", "cvc", "dob", "dynamic_last4", "email", "evidence", "exp_month", "exp_year"],
  ...["fingerprint", "first_name", "hosted_invoice_url", "iban", "id_number", "iin", "individual_name"],
  ...["invoice_pdf", "ip", "ip_address", "last4", "last_name", "line1", "line2", "name", "phone"],
  ...["postal_code", "receipt_email", "receipt_url", "routing_number", "shipping", "shipping_address"],
  ...["sort_code", "tax_id", "tax_ids", "url", "user_agent", "verified_name"],
]);

/** `pi_…_secret_…`, wherever it stands. */
const clientSecret = /\b[a-z]{2,10}_\w+?_secret_\w+/gi;
/** As long as a card's number, with the gaps that people write. */
const cardNumber = /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g;

/**
 * What Stripe has delivered as somebody who runs the platform may see it: its shape, its ids, sums
 * and states, without secrets, people and cards. What is not there (null, empty) is shown as such.
 */
export function maskPayload(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= deepest) return tooDeep;
  if (Array.isArray(value)) return value.map((one) => maskPayload(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      maskText(name),
      isMasked(name) ? maskWhole(inner) : maskPayload(inner, depth + 1),
    ]),
  );
}

function isMasked(name: string): boolean {
  return secretName.test(name) || personalNames.has(name.toLowerCase());
}

function maskWhole(value: unknown): unknown {
  return value === null || value === "" || value === undefined ? value : masked;
}

/** Text of a harmless field can hold a person's address or a key all the same. */
function maskText(text: string): string {
  return scrub(text).replace(clientSecret, masked).replace(cardNumber, withoutCard);
}

function withoutCard(digits: string): string {
  return passesLuhn(digits.replace(/\D/g, "")) ? masked : digits;
}

/** The check digit that every card's number ends with. */
function passesLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
