import { expect, test } from "vitest";
import { fieldErrors } from "#shared/field-errors.ts";
import { createKeyForm } from "./validation.ts";

test("the ticked boxes are the scopes, in an order of ours", () => {
  const form = { name: " Till ", "usage:read": "on", "codes:read": "on" };
  expect(createKeyForm.parse(form)).toEqual({ name: "Till", scopes: ["codes:read", "usage:read"] });
});

test("everything that does not fit is said at once", () => {
  const problemsOf = (form: object) => {
    const { error } = createKeyForm.safeParse(form);
    return error ? fieldErrors(error) : {};
  };
  expect(problemsOf({ name: " " })).toEqual({ name: ["required"], scopes: ["scopes_required"] });
  expect(problemsOf({ name: "a", "codes:read": "off" })).toEqual({ scopes: ["scopes_required"] });
  expect(problemsOf({ name: "a", "codes:read": "on", waivers: "on" })).toEqual({ waivers: ["unknown"] });
});
