import { describe, expect, test } from "vitest";
import { fieldErrors } from "#shared/field-errors.ts";
import { linkSchema, signInSchema, signUpSchema } from "./validation.ts";

function problems(schema: typeof signUpSchema | typeof signInSchema | typeof linkSchema, input: unknown) {
  const parsed = schema.safeParse(input);
  return parsed.success ? {} : fieldErrors(parsed.error);
}

describe("what is typed into sign-up", () => {
  test("is trimmed, and the address is kept in lower case", () => {
    const parsed = signUpSchema.parse({
      name: " Anna ",
      email: " Anna@Example.TEST ",
      password: "kV7-xx-pq2-Lm",
    });
    expect(parsed).toEqual({
      name: "Anna",
      email: "anna@example.test",
      password: "kV7-xx-pq2-Lm",
      next: null,
    });
  });

  test("may leave out the name", () => {
    expect(problems(signUpSchema, { email: "a@example.test", password: "kV7-xx-pq2-Lm" })).toEqual({});
  });

  test("is answered beside every field that is wrong", () => {
    expect(problems(signUpSchema, { name: "x".repeat(101), email: "anna@", password: "short" })).toEqual({
      name: ["name_long"],
      email: ["email_invalid"],
      password: ["password_short"],
    });
    expect(problems(signUpSchema, { name: "", email: "", password: "" })).toEqual({
      email: ["required"],
      password: ["required"],
    });
  });

  test("is refused when the password is the address", () => {
    const input = { email: "anna.nowak@example.test", password: "Anna.Nowak@example.test" };
    expect(problems(signUpSchema, input)).toEqual({ password: ["password_common"] });
  });

  test("is refused with fields that do not belong", () => {
    const input = { email: "a@example.test", password: "kV7-xx-pq2-Lm", role: "ADMIN" };
    expect(problems(signUpSchema, input)).toEqual({ role: ["unknown"] });
  });
});

test("sign-in takes any password that could exist, whatever the rules for new ones say", () => {
  expect(problems(signInSchema, { email: "a@example.test", password: "old" })).toEqual({});
});

test("the page to go on to is one of ours or none, and spoils nothing", () => {
  const input = { email: "a@example.test", password: "old" };
  expect(signInSchema.parse({ ...input, next: "/dashboard/settings" }).next).toBe("/dashboard/settings");
  expect(signInSchema.parse({ ...input, next: "//evil.example" }).next).toBeNull();
});

describe("a link from a mail", () => {
  const hash = "0123456789abcdef".repeat(4);
  test("carries a hash and one of four types", () => {
    expect(problems(linkSchema, { token_hash: hash, type: "recovery" })).toEqual({});
    expect(problems(linkSchema, { token_hash: `pkce_${hash}`, type: "signup" })).toEqual({});
    expect(problems(linkSchema, { token_hash: hash, type: "sms" })).toHaveProperty("type");
    expect(problems(linkSchema, { token_hash: "<script>", type: "signup" })).toHaveProperty("token_hash");
    expect(problems(linkSchema, { token_hash: [hash, hash], type: "signup" })).toHaveProperty("token_hash");
  });
});
