import { expect, test } from "vitest";
import { readSecondFactorAt, secondFactorOf } from "./read-second-factor.ts";

const factor = {
  id: "00000000-0000-4000-8000-000000000001",
  factor_type: "totp" as const,
  status: "verified" as const,
  created_at: "2026-11-21T12:00:00Z",
  updated_at: "2026-11-21T12:00:00Z",
};
const holder = { factors: [factor] };

function token(claims: unknown): string {
  return `a.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c`;
}

const password = { method: "password", timestamp: 1_790_000_000 };
const totp = (timestamp: number) => ({ method: "totp", timestamp });

test("the last time counts, and only that of the second factor", () => {
  const later = { method: "password", timestamp: 1_790_000_900 };
  const amr = [later, totp(1_790_000_100), totp(1_790_000_300)];
  expect(readSecondFactorAt(token({ aal: "aal2", amr }), holder)).toEqual(new Date(1_790_000_300_000));
});

test.each([
  ["of the first level", token({ aal: "aal1", amr: [password] })],
  ["of the first level with a trace of the second", token({ aal: "aal1", amr: [totp(1_790_000_100)] })],
  ["of the second by something else", token({ aal: "aal2", amr: [password] })],
  ["without methods", token({ aal: "aal2" })],
  ["with methods of an older form", token({ aal: "aal2", amr: ["totp"] })],
  ["that is none", "a.b.c"],
  ["that is empty", ""],
])("a token %s says nothing", (_, text) => {
  expect(readSecondFactorAt(text, holder)).toBeNull();
});

test("a token of a factor that is gone, or was never confirmed, says nothing", () => {
  const raised = token({ aal: "aal2", amr: [totp(1_790_000_100)] });
  expect(readSecondFactorAt(raised, {})).toBeNull();
  const unverified = { ...factor, status: "unverified" as const };
  expect(readSecondFactorAt(raised, { factors: [unverified] })).toBeNull();
  expect(secondFactorOf({ factors: [unverified, factor] })).toMatchObject({ id: factor.id });
});
