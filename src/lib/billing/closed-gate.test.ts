import { expect, test } from "vitest";
import { noFacts, resolve } from "#lib/entitlements/resolve.ts";
import { findClosedGate } from "./closed-gate.ts";

const now = new Date("2026-11-21T12:00:00Z");

test("what is open is not closed", () => {
  const onPro = resolve({ ...noFacts, waivers: [{ tier: "premium", endsAt: null }] }, now);
  expect(findClosedGate(onPro, "choose_slug")).toBeNull();
});

test("what a tier has that is not sold is named as the next plan that is", () => {
  // `basic` has them, and cannot be bought.
  expect(findClosedGate(resolve(noFacts, now), "choose_slug")).toEqual({ plan: "pro" });
  expect(findClosedGate(resolve(noFacts, now), "export_scans")).toEqual({ plan: "pro" });
});

test("what is denied names no plan: none would open it", () => {
  const denied = resolve(
    {
      ...noFacts,
      overrides: [{ effect: "deny", subject: "workspace", feature: "bot_filter", endsAt: null }],
    },
    now,
  );
  expect(findClosedGate(denied, "tell_bots")).toEqual({ plan: null });
});
