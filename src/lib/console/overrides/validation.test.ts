import { describe, expect, test } from "vitest";
import { fieldErrors } from "#shared/field-errors.ts";
import { overrideForm } from "./validation.ts";

const id = "00000000-0000-4000-8000-000000000001";
const form = {
  subject: `workspace:${id}`,
  target: "limit:activeCodes",
  effect: "grant",
  value: "",
  reason: "asked for it",
  endsAt: "",
  intent: "add",
};
const read = (change: object) => overrideForm.parse({ ...form, ...change }).override;
function errors(change: object) {
  const { error } = overrideForm.safeParse({ ...form, ...change });
  return error ? fieldErrors(error) : null;
}

describe("the form of an override", () => {
  test("says what the domain's own body says", () => {
    expect(read({})).toEqual({
      workspaceId: id,
      effect: "grant",
      limit: "activeCodes",
      value: null,
      reason: "asked for it",
      endsAt: null,
    });
    expect(read({ subject: `profile:${id}`, target: "feature:sso", endsAt: "2026-12-24T18:00" })).toEqual({
      profileId: id,
      effect: "grant",
      feature: "sso",
      reason: "asked for it",
      endsAt: new Date("2026-12-24T18:00:00Z"),
    });
    expect(read({ effect: "deny", value: "0" })).toMatchObject({ effect: "deny", value: 0 });
  });

  test("names the field of its own that is wrong", () => {
    expect(errors({ subject: "" })).toEqual({ subject: ["required"] });
    expect(errors({ subject: "workspace:x" })).toEqual({ subject: ["invalid"] });
    expect(errors({ target: "" })).toEqual({ target: ["required"] });
    expect(errors({ target: "feature:teleport" })).toEqual({ target: ["required"] });
    expect(errors({ effect: "deny" })).toEqual({ value: ["required"] });
    expect(errors({ target: "feature:sso", value: "3" })).toEqual({ value: ["invalid"] });
    expect(errors({ value: "-1" })).toEqual({ value: ["whole_number"] });
    expect(errors({ value: "9999999999" })).toEqual({ value: ["invalid"] });
    expect(errors({ reason: " " })).toEqual({ reason: ["required"] });
    expect(errors({ endsAt: "soon" })).toEqual({ endsAt: ["invalid"] });
  });

  test("asks for no reason while it only asks what would be", () => {
    expect(overrideForm.parse({ ...form, intent: "preview", reason: "" }).intent).toBe("preview");
  });
});
