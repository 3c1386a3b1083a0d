import type { OverrideFact } from "#lib/entitlements/apply-overrides.ts";
import { type AccessFacts, type Entitlements, resolve } from "#lib/entitlements/resolve.ts";
import { parseFeature, parseLimitName } from "#lib/entitlements/tiers.ts";

/** Whether there is a feature, or how much of something there may be; null is unlimited. */
export type Allowance = boolean | number | null;
export type Effect = { before: Allowance; after: Allowance };

type Said = Pick<OverrideFact, "effect" | "endsAt"> & {
  workspaceId?: string | null | undefined;
  feature?: string | null | undefined;
  limit?: string | null | undefined;
  value?: number | null | undefined;
};

/** What is said as the decision takes it; null about something that is not in its table. */
export function factOf({ effect, endsAt, workspaceId, ...said }: Said): OverrideFact | null {
  const subject = workspaceId == null ? ("profile" as const) : ("workspace" as const);
  const feature = parseFeature(said.feature ?? null);
  if (feature !== null) return { effect, subject, endsAt, feature };
  const limit = parseLimitName(said.limit ?? null);
  return limit === null ? null : { effect, subject, endsAt, limit, value: said.value ?? null };
}

/**
 * What an override does to what it speaks of, together with everything else that is known.
 * @param facts with it or without it: it counts once
 */
export function effectOf(facts: AccessFacts, fact: OverrideFact, now: Date, isGated: boolean): Effect {
  const at = facts.overrides.findIndex((one) => isSame(one, fact));
  const others = at === -1 ? facts.overrides : facts.overrides.toSpliced(at, 1);
  const allowed = (overrides: readonly OverrideFact[]) =>
    allowanceOf(resolve({ ...facts, overrides }, now, isGated), fact);
  return { before: allowed(others), after: allowed([...others, fact]) };
}

function isSame(a: OverrideFact, b: OverrideFact): boolean {
  const key = (one: OverrideFact) =>
    "feature" in one ? `feature:${one.feature}` : `limit:${one.limit}:${one.value}`;
  return (
    key(a) === key(b) &&
    a.effect === b.effect &&
    a.subject === b.subject &&
    a.endsAt?.getTime() === b.endsAt?.getTime()
  );
}

function allowanceOf({ features, limits }: Entitlements, fact: OverrideFact): Allowance {
  return "feature" in fact ? features.includes(fact.feature) : limits[fact.limit];
}
