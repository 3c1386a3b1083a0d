import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fieldErrors } from "#shared/field-errors.ts";
import { createForm } from "./create-form.ts";
import { fillIn } from "./discounts.testing.ts";

test("the form as it comes from a browser, empty fields and all", () => {
  const empty = ["maxUses", "endsAt", "customer", "months", "offUsd", "offEur", "offPln"];
  expect(
    fillIn({ ...Object.fromEntries(empty.map((name) => [name, ""])), code: " spring-26 ", percent: "12,5" }),
  ).toMatchObject({
    ...{ code: "SPRING-26", percentOff: 12.5, amountsOff: null, months: null, maxUses: null, endsAt: null },
    ...{ customer: null, minimums: null, isFirstPurchaseOnly: false, plans: ["pro", "enterprise"] },
  });
});

test("an amount has a sum in each currency", () => {
  const sums = { offUsd: "5", offEur: "4.50", offPln: "19,99" };
  expect(fillIn({ kind: "amount", percent: "", ...sums })).toMatchObject({
    percentOff: null,
    amountsOff: { usd: 500, eur: 450, pln: 1_999 },
  });
});

const attempt = randomUUID();

test.each<[string, Record<string, string>, Record<string, string[]>]>([
  ["no code", { code: "" }, { code: ["required"] }],
  ["two letters", { code: "AB" }, { code: ["discount_short"] }],
  ["what no code can be", { code: "ŻÓŁW 5" }, { code: ["discount_characters"] }],
  ["nothing off", { percent: "0" }, { percent: ["discount_percent"] }],
  ["more than all off", { percent: "100.5" }, { percent: ["discount_percent"] }],
  ["three decimals", { percent: "1.234" }, { percent: ["discount_percent"] }],
  ["no percentage", { percent: "" }, { percent: ["required"] }],
  [
    "one currency of three",
    { kind: "amount", offUsd: "5", offPln: "x" },
    { offEur: ["required"], offPln: ["discount_sum"] },
  ],
  ["a minimum in one currency", { minimumUsd: "5" }, { minimumEur: ["required"], minimumPln: ["required"] }],
  ["some months", { duration: "repeating", months: "0" }, { months: ["discount_months"] }],
  ["some months, unsaid", { duration: "repeating" }, { months: ["discount_months"] }],
  ["no use at all", { maxUses: "0" }, { maxUses: ["promo_uses"] }],
  ["somebody unheard of", { customer: "somebody" }, { customer: ["discount_customer"] }],
])("%s is refused beside its field", (_, fields, expected) => {
  const good = { attempt, code: "GOOD", kind: "percent", percent: "20", duration: "once", planPro: "on" };
  const parsed = createForm.safeParse({ ...good, ...fields });
  expect(parsed.success ? {} : fieldErrors(parsed.error)).toEqual(expected);
});

test("no plan at all is refused", () => {
  const parsed = createForm.safeParse({
    attempt,
    code: "GOOD",
    kind: "percent",
    percent: "20",
    duration: "once",
  });
  expect(parsed.success ? {} : fieldErrors(parsed.error)).toEqual({ plans: ["discount_plans"] });
});

test("every sum that is typed with two decimals is that many minor units", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999 }), (minor) => {
      const typed = (minor / 100).toFixed(2);
      const sums = { offUsd: typed, offEur: typed.replace(".", ","), offPln: typed };
      expect(fillIn({ kind: "amount", ...sums }).amountsOff).toEqual({ usd: minor, eur: minor, pln: minor });
    }),
  );
});
