import { planOfTier } from "#lib/billing/plans.ts";
import { parseTier } from "#lib/entitlements/tiers.ts";

/** What people have, as the overview tells them apart; whatever was given stands by its source. */
export const peopleGroups = [
  "free",
  "trial",
  "pro",
  "enterprise",
  "promo",
  "waiver",
  "boost",
  "other",
] as const;
export type PeopleGroup = (typeof peopleGroups)[number];

export type People = { group: PeopleGroup; count: number };

/** Each group once, in its order, whether there is anybody in it or not. */
export function groupPeople(cells: readonly { tier: string; tag: string; count: number }[]): People[] {
  const counts = new Map<PeopleGroup, number>();
  for (const { tier, tag: source, count } of cells) {
    const group = groupOf(tier, source);
    counts.set(group, (counts.get(group) ?? 0) + count);
  }
  return peopleGroups.flatMap((group) => {
    const count = counts.get(group) ?? 0;
    return group === "other" && count === 0 ? [] : [{ group, count }];
  });
}

function groupOf(tier: string, source: string): PeopleGroup {
  if (source !== "subscription") return peopleGroups.find((group) => group === source) ?? "other";
  const known = parseTier(tier);
  const plan = known && planOfTier(known);
  return plan && plan.name !== "free" ? plan.name : "other";
}
