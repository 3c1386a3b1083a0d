import { expect, test } from "vitest";
import { hasSessionCookie } from "./session-cookies.ts";

test.each([
  { names: ["sb-127-auth-token"], has: true },
  { names: ["theme", "sb-abcdefgh-auth-token.0", "sb-abcdefgh-auth-token.1"], has: true },
  // What is left of a link that was asked for and never opened.
  { names: ["sb-127-auth-token-code-verifier"], has: false },
  { names: ["theme", "NEXT_LOCALE"], has: false },
])("the cookies $names tell of a session: $has", ({ names, has }) => {
  expect(hasSessionCookie(names)).toBe(has);
});
