import { describe, expect, test } from "vitest";
import { fieldErrors } from "#shared/field-errors.ts";
import { changeBody, previewBody } from "./validation.ts";

const target = { plan: "enterprise", interval: "month" };

function refused(schema: typeof changeBody | typeof previewBody, body: object) {
  const { error } = schema.safeParse(body);
  return error ? fieldErrors(error) : null;
}

describe("a wish to change the plan", () => {
  test("is a plan and an interval, with the quote that was shown", () => {
    const quote = { prorationDate: 1_800_000_000, amountDueMinor: 0 };
    expect(changeBody.parse({ ...target, ...quote })).toEqual({ target, ...quote });
    expect(previewBody.parse(target)).toEqual(target);
  });

  test("names an interval for every plan but Free", () => {
    expect(previewBody.parse({ plan: "free" })).toEqual({ plan: "free" });
    expect(refused(previewBody, { plan: "pro" })).toEqual({ interval: ["required"] });
    expect(refused(changeBody, { plan: "pro" })).toEqual({ interval: ["required"] });
  });

  test.each(["price", "currency", "subscription", "workspaceId", "quantity"])("cannot say its %s", (name) => {
    expect(refused(changeBody, { ...target, [name]: "1" })).toEqual({ [name]: ["unknown"] });
    expect(refused(previewBody, { ...target, [name]: "1" })).toEqual({ [name]: ["unknown"] });
  });

  test.each([
    [{ amountDueMinor: -1 }, "amountDueMinor"],
    [{ amountDueMinor: 1.5 }, "amountDueMinor"],
    [{ amountDueMinor: "100" }, "amountDueMinor"],
    [{ prorationDate: 0 }, "prorationDate"],
    [{ plan: "elite" }, "plan"],
    [{ interval: "week" }, "interval"],
  ])("with %j is refused, and the field named", (part, field) => {
    expect(Object.keys(refused(changeBody, { ...target, ...part }) ?? {})).toEqual([field]);
  });
});
