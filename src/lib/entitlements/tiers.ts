/** The ladder, lowest first. */
export const tiers = ["starter", "basic", "premium", "exclusive", "elite", "enterprise"] as const;

export type Tier = (typeof tiers)[number];

/** How much of something a tier allows; `null` is unlimited. */
export type Limits = { activeCodes: number | null };

const freeCodes = 10;

const limitsByTier: Record<Tier, Limits> = {
  starter: { activeCodes: freeCodes },
  basic: { activeCodes: 25 },
  premium: { activeCodes: null },
  exclusive: { activeCodes: null },
  elite: { activeCodes: null },
  enterprise: { activeCodes: null },
};

export function limitsOf(tier: Tier): Limits {
  return limitsByTier[tier];
}

/** The rung of a tier: a higher one includes what the lower ones have. */
export function tierRank(tier: Tier): number {
  return tiers.indexOf(tier);
}

export function highestTier(a: Tier, b: Tier): Tier {
  return tierRank(a) >= tierRank(b) ? a : b;
}

/** A tier by the name that was stored, or null for none that we know. */
export function parseTier(name: string | null): Tier | null {
  return tiers.find((tier) => tier === name) ?? null;
}
