import fc from "fast-check";
import { expect, test } from "vitest";
import { masked, maskPayload } from "./mask-payload.ts";

const sensitive = [
  ...["client_secret", "email", "customer_email", "receipt_email", "name", "customer_name", "phone"],
  ...["address", "customer_address", "shipping", "billing_details", "last4", "exp_month", "fingerprint"],
  ...["hosted_invoice_url", "invoice_pdf", "receipt_url", "authorization", "Cookie", "access_token"],
  ...["evidence", "billing_address", "shipping_address", "customer_purchase_ip", "tax_ids", "custom_fields"],
  ...["account_holder_name", "business_name", "dob", "id_number"],
];
const planted = "hunter2";
const harmless = ["id", "object", "status", "amount_due", "currency", "lines", "customer", "created"];
const plain = fc.oneof(
  fc.constantFrom("active", "cus_1", "usd", ""),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);

/** Any JSON in whose sensitive fields something is planted that must not come out. */
const payload = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small" }, plain, fc.array(tie("value"), { maxLength: 3 }), tie("object")),
  secret: fc.oneof(
    fc.constant(planted),
    fc.constant([planted, { deeper: planted }]),
    fc.record({ line1: fc.constant(planted), id: fc.constant(planted) }),
  ),
  object: fc
    .tuple(
      fc.dictionary(fc.constantFrom(...harmless), tie("value"), { maxKeys: 4 }),
      fc.dictionary(fc.constantFrom(...sensitive), tie("secret"), { maxKeys: 3 }),
    )
    .map(([kept, hidden]) => ({ ...kept, ...hidden })),
})).object;

test("nothing of what stands under a sensitive name comes out, however deep", () => {
  fc.assert(
    fc.property(payload, (value) => {
      expect(JSON.stringify(maskPayload(value))).not.toContain(planted);
    }),
  );
});

test("every field is still there, and what is harmless is unchanged", () => {
  const keep = fc.dictionary(fc.constantFrom(...harmless), plain);
  fc.assert(
    fc.property(keep, payload, (kept, inner) => {
      const shown = maskPayload({ ...kept, inner, data: { object: kept } });
      expect(shown).toMatchObject({ ...kept, data: { object: kept } });
      expect(Object.keys((shown as { inner: object }).inner)).toEqual(Object.keys(inner as object));
    }),
  );
});

test("masking twice is masking once, of any JSON whatever", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const once = maskPayload(value);
      expect(maskPayload(once)).toEqual(once);
    }),
  );
});

test.each([
  ["mail to ada@example.com", "ada@"],
  ["key sk_live_51Habcdefgh", "51H"],
  ["pi_3Mabc_secret_9defGHI", "9def"],
  ["paid with 4242 4242 4242 4242", "4242"],
  ["card 4000056655665556.", "40000"],
  ["from 203.0.113.9", "203.0"],
])("%s keeps nothing secret in a field that has an innocent name", (text, secret) => {
  expect(JSON.stringify(maskPayload({ description: text, metadata: { [text]: text } }))).not.toContain(
    secret,
  );
});

test("ids, sums, instants and digits that no card has are left as they are", () => {
  const value = {
    id: "evt_1abcDEF",
    created: 1_790_000_000,
    amount: 900,
    description: "order 1234567890123",
  };
  expect(maskPayload(value)).toEqual(value);
});

test("what is not there is shown as not there, and what is too deep is cut", () => {
  expect(maskPayload({ email: null, name: "", phone: 1 })).toEqual({ email: null, name: "", phone: masked });
  let deep: unknown = "x";
  for (let level = 0; level < 5_000; level++) deep = [deep];
  expect(JSON.stringify(maskPayload(deep))).toContain("[too deep]");
});
