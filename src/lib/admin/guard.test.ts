import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Refusal } from "#shared/errors.ts";
import { minuteMs, secondMs } from "#shared/time.ts";
import { configureFor } from "../../../sandbox/testing/test-database.ts";
import { findHindrance, isFreshEnough, requireAdmin, requireFreshAdmin } from "./guard.ts";

configureFor("postgresql://nobody@127.0.0.1:9/none");

const now = new Date("2026-11-21T12:00:00Z");
const person = (platformRole: "USER" | "ADMIN", agoMs: number | null) => ({
  platformRole,
  secondFactorAt: agoMs === null ? null : new Date(now.getTime() - agoMs),
});

function codeOf(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe.each([
  ["somebody", person("USER", null), "forbidden", "forbidden"],
  ["somebody with a second factor", person("USER", 0), "forbidden", "forbidden"],
  ["an admin without a second factor", person("ADMIN", null), "second_factor", "second_factor"],
  ["an admin who has just shown it", person("ADMIN", 0), null, null],
  ["an admin who showed it 15 minutes ago", person("ADMIN", 15 * minuteMs), null, null],
  [
    "an admin who showed it a moment more ago",
    person("ADMIN", 15 * minuteMs + 1),
    null,
    "second_factor_stale",
  ],
  ["an admin whose Supabase is ahead in time", person("ADMIN", -5 * secondMs), null, null],
])("%s", (_, who, looking, acting) => {
  test(`may look: ${looking ?? "yes"}`, () => {
    expect(findHindrance(who)).toBe(looking);
    expect(codeOf(() => requireAdmin(who))).toBe(looking);
  });
  test(`may act: ${acting ?? "yes"}`, () => expect(codeOf(() => requireFreshAdmin(who, now))).toBe(acting));
});

test("whoever may act may look, and nobody acts without the role", () => {
  const someone = fc.record({
    role: fc.constantFrom("USER" as const, "ADMIN" as const),
    agoMs: fc.option(fc.integer({ min: -minuteMs, max: 60 * minuteMs })),
  });
  fc.assert(
    fc.property(someone, ({ role, agoMs }) => {
      const who = person(role, agoMs);
      const mayAct = codeOf(() => requireFreshAdmin(who, now)) === null;
      expect(mayAct && codeOf(() => requireAdmin(who)) !== null).toBe(false);
      expect(mayAct).toBe(role === "ADMIN" && isFreshEnough(who, now));
      expect(mayAct).toBe(role === "ADMIN" && agoMs !== null && agoMs <= 15 * minuteMs);
    }),
  );
});
