import {
  type FeatureAction,
  featureGates,
  type ReachAction,
  type RoomAction,
  reachGates,
  roomGates,
} from "#lib/entitlements/gates.ts";
import { type Feature, features, type LimitName, limitNames } from "#lib/entitlements/tiers.ts";
import { type CountedMeter, countedMeters } from "#lib/usage/meters.ts";
import type { GateCall } from "./find-calls.ts";

/** What somebody does that a plan can stand in the way of. */
export type GatedAction = FeatureAction | RoomAction | ReachAction | CountedMeter;

/** Each action with the feature or limit that decides on it. */
export const gatedActions: Record<GatedAction, Feature | LimitName> = {
  ...featureGates,
  ...roomGates,
  ...reachGates,
  ...(Object.fromEntries(countedMeters.map((meter) => [meter, meter])) as Record<CountedMeter, LimitName>),
};

/** What of the ladder no gate asks for, and why. */
export const withoutGate: Partial<Record<Feature | LimitName, string>> = {
  trackedScans:
    "nothing is refused: scans beyond it are recorded and hidden (`src/lib/usage/hidden-scans.ts`)",
  badges: "not built yet: there are no badges to show",
  insights: "not built yet: there are no insights",
  audit_export: "not built yet: the audit has no export",
  redaction_presets: "not built yet: there is nothing to redact by",
  sso: "not built yet: people sign in with a password or a link",
};

/** What does not fit together: the code that asks, the tables of gates and the ladder. */
export function findProblems(calls: readonly GateCall[]): string[] {
  const asked = new Set(calls.map(({ name }) => name));
  const decided = new Set<string>(Object.values(gatedActions));
  const ladder = [...features, ...limitNames];
  return [
    ...calls
      .filter(({ name }) => name === null || !Object.hasOwn(gatedActions, name))
      .map(({ gate, name, file }) => `${file}: ${gate} is asked for ${name ?? "what is no literal"}`),
    ...Object.keys(gatedActions)
      .filter((action) => !asked.has(action))
      .map((action) => `${action}: nothing asks at this gate`),
    ...ladder
      .filter((name) => !decided.has(name) && !(name in withoutGate))
      .map((name) => `${name}: nothing asks for it, and nothing says why`),
    ...Object.keys(withoutGate)
      .filter((name) => decided.has(name))
      .map((name) => `${name}: a gate asks for it, and is said not to`),
  ];
}
