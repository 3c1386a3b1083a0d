import { expect, test } from "vitest";
import { promoStateOf } from "./code-state.ts";

const now = new Date("2026-05-01T12:00:00Z");
const open = { isActive: true, uses: 0, maxUses: null, endsAt: null };

test("a code can be redeemed until it is switched off, over or used up", () => {
  expect(promoStateOf(open, now)).toBe("active");
  expect(promoStateOf({ ...open, uses: 2, maxUses: 3, endsAt: new Date(now.getTime() + 1) }, now)).toBe(
    "active",
  );
  expect(promoStateOf({ ...open, uses: 3, maxUses: 3 }, now)).toBe("used_up");
  expect(promoStateOf({ ...open, uses: 3, maxUses: 3, endsAt: now }, now)).toBe("expired");
  expect(promoStateOf({ isActive: false, uses: 3, maxUses: 3, endsAt: now }, now)).toBe("inactive");
});
