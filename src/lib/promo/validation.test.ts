import { describe, expect, test } from "vitest";
import { fieldErrors } from "#shared/field-errors.ts";
import { showPlace } from "#shared/keyset.ts";
import { batchBody, createBody, type editBody, listQuery, redeemBody } from "./validation.ts";

const terms = { description: "Spring fair", days: "30", maxUses: "", endsAt: "" };
const errorsOf = (
  schema: typeof createBody | typeof batchBody | typeof editBody | typeof redeemBody,
  body: object,
) => {
  const { error } = schema.safeParse(body);
  return error ? fieldErrors(error) : null;
};

describe("a code that is to be made", () => {
  test("comes out of a form as it is kept; what is empty is nothing", () => {
    expect(createBody.parse({ code: " spring-fair ", ...terms })).toEqual({
      code: "SPRINGFAIR",
      description: "Spring fair",
      days: 30,
      maxUses: null,
      endsAt: null,
    });
    expect(createBody.parse({ ...terms, code: "" }).code).toBeNull();
    expect(createBody.parse(terms).code).toBeNull();
  });

  test("has its terms as a program says them, too", () => {
    const parsed = createBody.parse({
      description: "x",
      days: 1,
      maxUses: 50,
      endsAt: "2027-01-01T00:00:00+01:00",
    });
    expect(parsed).toMatchObject({ maxUses: 50, endsAt: new Date("2026-12-31T23:00:00Z") });
  });

  test.each<[object, object]>([
    [{ days: "0" }, { days: ["promo_days"] }],
    [{ days: "3651" }, { days: ["promo_days"] }],
    [{ days: "1.5" }, { days: ["promo_days"] }],
    [{ days: "many" }, { days: ["promo_days"] }],
    [{ maxUses: "0" }, { maxUses: ["promo_uses"] }],
    [{ endsAt: "tomorrow" }, { endsAt: ["expiry_invalid"] }],
    [{ description: " " }, { description: ["required"] }],
    [{ code: "abc" }, { code: ["promo_short"] }],
    [{ code: "żółw" }, { code: ["promo_characters"] }],
    [{ code: "hello", maxUses: "1" }, { code: ["promo_guessable"] }],
    [{ uses: 7 }, { uses: ["unknown"] }],
  ])("is refused with %j", (change, fields) => {
    expect(errorsOf(createBody, { ...terms, ...change })).toEqual(fields);
  });

  test("may be one person's where it is long, or generated", () => {
    expect(errorsOf(createBody, { ...terms, code: "thanks2026ada", maxUses: 1 })).toBeNull();
    expect(errorsOf(createBody, { ...terms, maxUses: 1 })).toBeNull();
  });

  test("comes in batches of a thousand at most", () => {
    expect(errorsOf(batchBody, { ...terms, count: 1000 })).toBeNull();
    for (const count of [0, 1001]) {
      expect(errorsOf(batchBody, { ...terms, count })).toEqual({ count: ["promo_count"] });
    }
  });
});

test("what is redeemed is there and not too long", () => {
  expect(redeemBody.parse({ code: " a-b " })).toEqual({ code: "a-b" });
  expect(errorsOf(redeemBody, {})).toEqual({ code: ["required"] });
  expect(errorsOf(redeemBody, { code: "  " })).toEqual({ code: ["required"] });
  expect(errorsOf(redeemBody, { code: "a".repeat(201) })).toEqual({ code: ["too_long"] });
});

test("a list's address leads to its place again, and whatever else it says falls back", () => {
  const place = { at: new Date("2026-05-01T12:00:00.123Z"), id: "00000000-0000-4000-8000-00000000000a" };
  expect(listQuery.parse({ q: "x", state: "used_up", batch: null, after: showPlace(place) })).toEqual({
    q: "x",
    state: "used_up",
    batch: null,
    after: place,
  });
  const nothing = { q: "", state: null, batch: null, after: null };
  for (const after of ["", "1_x", `9_${"a".repeat(36)}`, undefined]) {
    expect(listQuery.parse({ q: undefined, state: "x", batch: "y", after })).toEqual(nothing);
  }
});
