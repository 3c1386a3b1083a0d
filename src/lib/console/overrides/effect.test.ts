import { describe, expect, test } from "vitest";
import type { OverrideFact } from "#lib/entitlements/apply-overrides.ts";
import { noFacts } from "#lib/entitlements/resolve.ts";
import { effectOf, factOf } from "./effect.ts";

const now = new Date("2026-05-01T12:00:00Z");
const grant: OverrideFact = { effect: "grant", subject: "workspace", endsAt: null, feature: "csv_export" };
const deny: OverrideFact = { ...grant, effect: "deny", subject: "profile" };
const atMost = (value: number): OverrideFact => ({
  effect: "deny",
  subject: "workspace",
  endsAt: null,
  limit: "activeCodes",
  value,
});
const asMany: OverrideFact = {
  effect: "grant",
  subject: "workspace",
  endsAt: null,
  limit: "exports",
  value: null,
};
const effect = (fact: OverrideFact, overrides: OverrideFact[] = []) =>
  effectOf({ ...noFacts, overrides }, fact, now, true);

describe("what an override does", () => {
  test("is seen in the feature or the limit that it speaks of", () => {
    expect(effect(grant)).toEqual({ before: false, after: true });
    expect(effect(atMost(3))).toEqual({ before: 10, after: 3 });
    expect(effect(asMany)).toEqual({ before: 0, after: null });
  });

  test("is nothing beside one that says more", () => {
    expect(effect(grant, [deny])).toEqual({ before: false, after: false });
    expect(effect(atMost(3), [atMost(2)])).toEqual({ before: 2, after: 2 });
  });

  test("is the same whether it is among the facts already, and it counts once", () => {
    expect(effect(grant, [grant])).toEqual(effect(grant));
    expect(effect(atMost(3), [atMost(3)])).toEqual({ before: 10, after: 3 });
    expect(effect(grant, [grant, grant])).toEqual({ before: true, after: true });
  });

  test("is nothing once it is over", () => {
    expect(effect({ ...grant, endsAt: now })).toEqual({ before: false, after: false });
  });
});

test("what is said of something that is not known is no fact", () => {
  const said = { effect: "grant", endsAt: null, workspaceId: null } as const;
  expect(factOf({ ...said, feature: "teleport" })).toBeNull();
  expect(factOf({ ...said, limit: "members", value: 3 })).toMatchObject({ subject: "profile", value: 3 });
});
