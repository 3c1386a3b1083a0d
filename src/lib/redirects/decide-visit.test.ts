import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CodeTarget, decideVisit, isScan, visitStatus } from "./decide-visit.ts";

const destination = "https://example.com/";
const active: CodeTarget = {
  id: "0",
  destination,
  pauseReason: null,
  pauseNote: null,
  expiresAtMs: null,
  isDeleted: false,
};
const now = 1_000_000;

test.each<[string, Partial<CodeTarget> | null, object]>([
  ["an active code leads on", {}, { kind: "redirect", destination }],
  ["an unknown code", null, { kind: "unknown" }],
  [
    "one paused by its owner shows the note and no link",
    { pauseReason: "owner", pauseNote: "Soon" },
    { kind: "paused", note: "Soon" },
  ],
  ["one paused by the plan shows the link", { pauseReason: "plan" }, { kind: "plan-paused", destination }],
  ["one suspended for abuse", { pauseReason: "abuse" }, { kind: "suspended" }],
  ["one whose destination no longer passes", { destination: null }, { kind: "suspended" }],
  ["one that expires later leads on", { expiresAtMs: now + 1 }, { kind: "redirect", destination }],
  ["one that expires this instant", { expiresAtMs: now }, { kind: "expired" }],
  ["a deleted one", { isDeleted: true }, { kind: "gone" }],
  ["deleted and suspended is gone", { isDeleted: true, pauseReason: "abuse" }, { kind: "gone" }],
  [
    "expired and paused by the plan shows no link",
    { expiresAtMs: now, pauseReason: "plan" },
    { kind: "expired" },
  ],
])("%s", (_name, change, expected) => {
  expect(decideVisit(change && { ...active, ...change }, now)).toEqual(expected);
});

const anyTarget: fc.Arbitrary<CodeTarget> = fc.record({
  id: fc.uuid(),
  destination: fc.option(fc.constant(destination)),
  pauseReason: fc.constantFrom("owner", "plan", "abuse", null),
  pauseNote: fc.option(fc.string()),
  expiresAtMs: fc.option(fc.integer({ min: 0, max: 2 * now })),
  isDeleted: fc.boolean(),
});

describe("for every code and instant", () => {
  test("the destination is told only of a living code that nobody suspended or paused", () => {
    fc.assert(
      fc.property(anyTarget, fc.integer({ min: 0, max: 2 * now }), (target, at) => {
        const tells = "destination" in decideVisit(target, at);
        const may =
          !target.isDeleted &&
          target.destination !== null &&
          (target.pauseReason === null || target.pauseReason === "plan") &&
          (target.expiresAtMs === null || target.expiresAtMs > at);
        expect(tells).toBe(may);
      }),
    );
  });

  test("what is expired stays expired, and a scan is never one that shows a dead end", () => {
    fc.assert(
      fc.property(anyTarget, fc.nat(now), fc.nat(now), (target, at, later) => {
        const visit = decideVisit(target, at);
        if (visit.kind === "expired") expect(decideVisit(target, at + later).kind).toBe("expired");
        expect(isScan(visit)).toBe("destination" in visit);
      }),
    );
  });
});

test("expired and deleted answer 410, unknown 404, an active code 302", () => {
  expect(visitStatus).toMatchObject({ redirect: 302, expired: 410, gone: 410, unknown: 404 });
});
