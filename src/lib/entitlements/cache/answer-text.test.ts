import fc from "fast-check";
import { expect, test } from "vitest";
import { anyFacts } from "../facts.testing.ts";
import { noFacts, resolve } from "../resolve.ts";
import { readAnswer, writeAnswer } from "./answer-text.ts";
import { fingerprint } from "./fingerprint.ts";

const now = new Date("2026-05-01T12:00:00Z");
const { facts } = anyFacts(now);
const kept = (known = noFacts) => ({ version: 3, resolvedAt: now, entitlements: resolve(known, now) });

test("whatever is written is read as it was", () => {
  fc.assert(
    fc.property(facts, (known) => {
      expect(readAnswer(writeAnswer(kept(known)))).toEqual(kept(known));
    }),
  );
});

test("what is not an answer of ours is none", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readAnswer(text) === null));
});

test.each([
  ["a tier that is not known", { tier: "platinum" }],
  ["a feature that is not known", { features: ["teleport"] }],
  ["a limit below zero", { limits: { ...resolve(noFacts, now).limits, members: -1 } }],
  ["a limit that is missing", { limits: { members: 1 } }],
  ["a field that is not known", { isGod: true }],
  ["an instant that is none", { nextChangeAt: "soon" }],
  ["a list that is missing", { denied: undefined }],
])("%s makes an answer none", (_, part) => {
  const spoilt = { ...kept(), entitlements: { ...kept().entitlements, ...part } };
  expect(readAnswer(JSON.stringify(spoilt))).toBeNull();
  expect(readAnswer(writeAnswer(kept()))).not.toBeNull();
});

test.each([-1, 1.5, "3", null, undefined])("a version %s makes an answer none", (version) => {
  expect(readAnswer(JSON.stringify({ ...kept(), version }))).toBeNull();
});

test("the gate open and closed are two sets of answers", () => {
  expect(fingerprint(true)).toBe(fingerprint(true));
  expect(fingerprint(true)).not.toBe(fingerprint(false));
});
