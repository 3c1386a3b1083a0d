import fc from "fast-check";
import { expect, test } from "vitest";
import { sources } from "#lib/entitlements/resolve.ts";
import { tiers } from "#lib/entitlements/tiers.ts";
import { accountStates, platformRoles, readId, showUsersFilters, usersQuery } from "./users-validation.ts";

const orNull = <Value>(values: readonly Value[]) => fc.option(fc.constantFrom(...values), { nil: null });
const day = fc.option(
  fc.integer({ min: 0, max: 40_000 }).map((days) => new Date(days * 86_400_000)),
  { nil: null },
);

test("filters are read as they were written", () => {
  const filters = fc.record({
    q: fc.string({ unit: fc.constantFrom(..."aŻ @.%_&=+"), maxLength: 30 }).map((text) => text.trim()),
    ...{ tier: orNull(tiers), source: orNull(sources), state: orNull(accountStates) },
    ...{ role: orNull(platformRoles), from: day, to: day },
  });
  fc.assert(
    fc.property(filters, (one) => {
      const address = new URLSearchParams(showUsersFilters(one));
      expect(usersQuery.parse(Object.fromEntries(address))).toEqual({ ...one, after: null });
    }),
  );
});

test("what does not fit falls back to everybody", () => {
  const nothing = {
    tier: "gold",
    source: "",
    state: "x",
    role: "OWNER",
    from: "tomorrow",
    to: "",
    after: "1",
  };
  expect(usersQuery.parse({ q: ["a", "b"], ...nothing })).toEqual(usersQuery.parse({}));
});

test.each([
  ["3F2504E0-4F89-41D3-9A0C-0305E82C3301", { kind: "uuid", id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301" }],
  ["cus_ABC123", { kind: "customer", id: "cus_ABC123" }],
  ["cus_", null],
  ["sub_ABC123", null],
  ["3f2504e0", null],
])("%s is read as the id it is", (q, id) => {
  expect(readId(q)).toEqual(id);
});
