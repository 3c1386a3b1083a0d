export const movementKinds = ["new", "expansion", "contraction", "churn", "reactivation"] as const;
export type MovementKind = (typeof movementKinds)[number];

/** Minor units by currency. */
export type Sums = Readonly<Record<string, number>>;

export type MrrChange = { kind: MovementKind; currency: string; beforeMinor: number; afterMinor: number };

/**
 * How a workspace's MRR has changed, currency by currency. Whoever pays for the first time ever is new,
 * whoever pays again after a time without is reactivated. Whoever changes the currency loses nothing:
 * a contraction in the one and an expansion in the other.
 * @param hasPaidBefore whether the workspace has ever had any
 */
export function decideMrrChanges(before: Sums, after: Sums, hasPaidBefore: boolean): MrrChange[] {
  const isLeaving = total(after) === 0;
  let isPaying = total(before) > 0;
  const currencies = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return currencies.flatMap((currency): MrrChange[] => {
    const change = { currency, beforeMinor: before[currency] ?? 0, afterMinor: after[currency] ?? 0 };
    if (change.beforeMinor === change.afterMinor) return [];
    if (change.afterMinor < change.beforeMinor)
      return [{ kind: isLeaving ? "churn" : "contraction", ...change }];
    const kind = isPaying ? "expansion" : hasPaidBefore ? "reactivation" : "new";
    isPaying = true;
    return [{ kind, ...change }];
  });
}

function total(sums: Sums): number {
  return Object.values(sums).reduce((sum, minor) => sum + minor, 0);
}
