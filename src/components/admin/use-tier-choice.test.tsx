import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import { type Tier, tiers } from "#lib/entitlements/tiers.ts";
import { useTierChoice } from "./use-tier-choice.ts";

function Choice({ tier }: { tier: Tier }) {
  return useTierChoice()(tier);
}

test("tiers that are in no plan say that they are not sold", () => {
  const unsold = tiers.filter((tier) => draw(<Choice tier={tier} />).endsWith("(not sold)"));
  expect(unsold).toEqual(["basic", "exclusive", "elite"]);
});
