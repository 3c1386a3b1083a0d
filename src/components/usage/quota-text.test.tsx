import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import type { Tier } from "#lib/entitlements/tiers.ts";
import type { QuotaState } from "#lib/usage/quota.ts";
import { useQuotaText } from "./quota-text.ts";

type Held = Pick<QuotaState, "meter" | "used" | "limit" | "state">;

function Told({ held, tier }: { held: Held; tier: Tier }) {
  const { stateText, planWithMore } = useQuotaText(tier);
  const period = { start: new Date("2026-05-01"), end: new Date("2026-06-01") };
  const quota = { ...held, period, graceLimit: null, graceEndsAt: null } as QuotaState;
  return `${stateText(quota)} ${planWithMore(quota) ?? "-"}`;
}

test.each<[Held, Tier, string]>([
  [{ meter: "members", used: 1, limit: 5, state: "open" }, "premium", "Your workspace has 1 of 5 members. -"],
  [
    { meter: "members", used: 1, limit: 1, state: "blocked" },
    "starter",
    "Your workspace has 1 of 1 member, as many as it may. -",
  ],
  [{ meter: "activeCodes", used: 3, limit: 10, state: "open" }, "starter", "There is room for 7 more. Pro"],
])("nobody is sold room for members, who cannot be invited: %j", (held, tier, told) => {
  expect(draw(<Told held={held} tier={tier} />)).toBe(told);
});
