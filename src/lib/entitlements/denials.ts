import { once } from "#platform/process.ts";
import type { Feature, LimitName, Tier } from "./tiers.ts";

export type Denial = { workspaceId: string; tier: Tier; action: string; feature: Feature | LimitName };
export type CountedDenial = Denial & { count: number };

/** So many different ones are kept until they are taken; what comes beyond is in the log alone. */
const mostKept = 10_000;

const kept = () => once("denials", () => new Map<string, CountedDenial>());

/** Counts what a plan did not allow, until somebody takes the counts to write them down. */
export function countDenial(denial: Denial, times = 1): void {
  const { workspaceId, tier, action, feature } = denial;
  const key = [workspaceId, tier, action, feature].join(" ");
  const known = kept().get(key);
  if (known) known.count += times;
  else if (kept().size < mostKept) kept().set(key, { workspaceId, tier, action, feature, count: times });
}

/** What was counted since the last time, by this process. */
export function takeDenials(): CountedDenial[] {
  const taken = [...kept().values()];
  kept().clear();
  return taken;
}
