import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CodeState, decideRedemption } from "./decide-redemption.ts";

const now = new Date("2026-05-01T12:00:00Z");
const at = (ms: number) => new Date(now.getTime() + ms);
const open: CodeState = {
  isActive: true,
  endsAt: null,
  maxUses: null,
  uses: 7,
  isRedeemedByViewer: false,
  isRedeemedForWorkspace: false,
};
const single: CodeState = { ...open, maxUses: 1, uses: 0 };

describe("a code for many", () => {
  test.each<[string, Partial<CodeState>, string | null]>([
    ["open", {}, null],
    ["with a use left", { maxUses: 8 }, null],
    ["used up", { maxUses: 7 }, "promo_used_up"],
    ["that ends this instant", { endsAt: now }, "promo_expired"],
    ["that ends in a millisecond", { endsAt: at(1) }, null],
    ["that is not active", { isActive: false }, "promo_unknown"],
    ["not active, ended and used up", { isActive: false, endsAt: at(-1), maxUses: 7 }, "promo_unknown"],
    ["redeemed by the viewer", { isRedeemedByViewer: true, maxUses: 7 }, "promo_redeemed"],
    ["redeemed for the workspace", { isRedeemedForWorkspace: true }, "promo_redeemed"],
  ])("%s", (_, state, answer) => {
    expect(decideRedemption({ ...open, ...state }, now)).toBe(answer);
  });
});

describe("a code for one", () => {
  test.each<[string, Partial<CodeState>, string | null]>([
    ["open", {}, null],
    ["used by another one", { uses: 1 }, "promo_unknown"],
    ["used by a colleague", { uses: 1, isRedeemedForWorkspace: true }, "promo_unknown"],
    ["ended", { endsAt: at(-1) }, "promo_unknown"],
    ["not active", { isActive: false }, "promo_unknown"],
    ["redeemed by the viewer", { uses: 1, isRedeemedByViewer: true }, "promo_redeemed"],
  ])("%s", (_, state, answer) => {
    expect(decideRedemption({ ...single, ...state }, now)).toBe(answer);
  });

  test("tells whoever has not redeemed it nothing but what an unknown one does", () => {
    const state = fc.record({
      isActive: fc.boolean(),
      endsAt: fc.constantFrom(null, at(-1), now, at(1)),
      maxUses: fc.constant(1),
      uses: fc.constantFrom(0, 1),
      isRedeemedByViewer: fc.constant(false),
      isRedeemedForWorkspace: fc.boolean(),
    });
    fc.assert(
      fc.property(state, (code) => {
        expect([null, decideRedemption(null, now)]).toContain(decideRedemption(code, now));
      }),
    );
  });
});
