import { expect, test } from "vitest";
import { requireJobsSecret } from "./authorize.ts";

const secret = "0123456789abcdef";

const refusal = (authorization: string | null, wanted: string | undefined = secret) => {
  try {
    requireJobsSecret(authorization, wanted);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each([
  ["nothing", null, "unauthenticated"],
  ["another scheme", `Basic ${secret}`, "unauthenticated"],
  ["an empty token", "Bearer ", "unauthenticated"],
  ["a wrong token", "Bearer 0123456789abcdeX", "forbidden"],
  ["the beginning of the secret", "Bearer 0123456789abcde", "forbidden"],
  ["more than the secret", `Bearer ${secret}f`, "forbidden"],
  ["the secret", `Bearer ${secret}`, null],
  ["the secret with the scheme in small letters", `bearer ${secret}`, null],
])("with %s", (_, authorization, code) => {
  expect(refusal(authorization)).toBe(code);
});

test("where no secret is set nobody gets in", () => {
  expect(() => requireJobsSecret("Bearer undefined", undefined)).toThrow("forbidden");
});
