import fc from "fast-check";
import { expect, test } from "vitest";
import { diffFacts, reasonIn } from "./diff-facts.ts";

const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()));
const facts = fc.dictionary(fc.constantFrom("tier", "status", "endsAt", "days"), value);

test("exactly what reads otherwise on the two sides is told", () => {
  const read = (one: unknown) => (Array.isArray(one) ? JSON.stringify(one) : String(one));
  fc.assert(
    fc.property(facts, facts, (before, after) => {
      const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
      const differ = names.filter((name) => read(before[name]) !== read(after[name]));
      expect(diffFacts(before, after).map(({ name }) => name)).toEqual(differ);
    }),
  );
});

test("nothing differs from itself", () => {
  fc.assert(
    fc.property(facts, (one) => {
      expect(diffFacts(one, structuredClone(one))).toEqual([]);
    }),
  );
});

test("one side alone is told whole, without the reason and the deliveries, which stand elsewhere", () => {
  const after = { tier: "premium", reason: "beta", events: ["evt_1"], endsAt: null, codes: ["a", "b"] };
  expect(diffFacts(null, after)).toEqual([
    { name: "tier", before: null, after: "premium" },
    { name: "codes", before: null, after: '["a","b"]' },
  ]);
  expect(reasonIn(after)).toBe("beta");
});

test.each([null, undefined, "text", 1])("%j holds no facts", (facts) => {
  expect(diffFacts(facts, facts)).toEqual([]);
  expect(reasonIn(facts)).toBeNull();
});
