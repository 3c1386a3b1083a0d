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
