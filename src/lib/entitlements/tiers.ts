/** The ladder, lowest first. */
export const tiers = ["starter", "basic", "premium", "exclusive", "elite", "enterprise"] as const;
export type Tier = (typeof tiers)[number];

/** What a tier switches on or not. */
export const features = [
  "custom_slugs",
  "link_expiry",
  "badges",
  "detailed_analytics",
  "geo_analytics",
  "bot_filter",
  "csv_export",
  "api_access",
  "insights",
  "audit_export",
  "redaction_presets",
  "sso",
] as const;
export type Feature = (typeof features)[number];

/** What a tier allows so much of. */
export const limitNames = [
  "activeCodes",
  "members",
  /** How many days back the analytics reach. */
  "analyticsDays",
  // A month, counted from the billing day:
  "trackedScans",
  "analyticsQueries",
  "exports",
  "apiCalls",
] as const;
export type LimitName = (typeof limitNames)[number];

/** How much of something a tier allows; `null` is unlimited, 0 is none. */
export type Limits = Readonly<Record<LimitName, number | null>>;

type Rung = {
  /** What this tier has and the one below has not. */
  adds: readonly Feature[];
  limits: Limits;
};

const unlimited = null;

/** Everything that the ladder says. A tier has what those below it have. */
const ladder: Record<Tier, Rung> = {
  starter: {
    adds: [],
    limits: {
      activeCodes: 10,
      members: 1,
      analyticsDays: 0,
      trackedScans: 10_000,
      analyticsQueries: 300,
      exports: 0,
      apiCalls: 0,
    },
  },
  basic: {
    adds: ["custom_slugs", "link_expiry", "badges"],
    limits: {
      activeCodes: 25,
      members: 2,
      analyticsDays: 0,
      trackedScans: 50_000,
      analyticsQueries: 1_000,
      exports: 0,
      apiCalls: 0,
    },
  },
  premium: {
    adds: ["detailed_analytics", "geo_analytics", "bot_filter", "csv_export", "api_access"],
    limits: {
      activeCodes: unlimited,
      members: 5,
      analyticsDays: unlimited,
      trackedScans: 500_000,
      analyticsQueries: 10_000,
      exports: 100,
      apiCalls: 10_000,
    },
  },
  exclusive: {
    adds: ["insights"],
    limits: {
      activeCodes: unlimited,
      members: 15,
      analyticsDays: unlimited,
      trackedScans: 2_000_000,
      analyticsQueries: 50_000,
      exports: 500,
      apiCalls: 50_000,
    },
  },
  elite: {
    adds: ["audit_export", "redaction_presets"],
    limits: {
      activeCodes: unlimited,
      members: 50,
      analyticsDays: unlimited,
      trackedScans: 10_000_000,
      analyticsQueries: 200_000,
      exports: 2_000,
      apiCalls: 200_000,
    },
  },
  enterprise: {
    adds: ["sso"],
    limits: {
      activeCodes: unlimited,
      members: unlimited,
      analyticsDays: unlimited,
      trackedScans: unlimited,
      analyticsQueries: unlimited,
      exports: unlimited,
      apiCalls: unlimited,
    },
  },
};

const ranks = new Map<Tier, number>(tiers.map((tier, rank) => [tier, rank]));
const featuresByTier = new Map<Tier, readonly Feature[]>(
  tiers.map((tier, rank) => {
    const added = new Set(tiers.slice(0, rank + 1).flatMap((lower) => ladder[lower].adds));
    return [tier, features.filter((feature) => added.has(feature))];
  }),
);

export function limitsOf(tier: Tier): Limits {
  return ladder[tier].limits;
}

/** What a tier switches on, in the table's order. */
export function featuresOf(tier: Tier): readonly Feature[] {
  return featuresByTier.get(tier) ?? [];
}

/** The rung of a tier: a higher one includes what the lower ones have. */
export function tierRank(tier: Tier): number {
  return ranks.get(tier) ?? -1;
}

export function highestTier(a: Tier, b: Tier): Tier {
  return tierRank(a) >= tierRank(b) ? a : b;
}

/** A tier by the name that was stored, or null for none that we know. */
export function parseTier(name: string | null): Tier | null {
  return tiers.find((tier) => tier === name) ?? null;
}

export function parseFeature(name: string | null): Feature | null {
  return features.find((feature) => feature === name) ?? null;
}

export function parseLimitName(name: string | null): LimitName | null {
  return limitNames.find((limit) => limit === name) ?? null;
}

/** The lower of two limits; `null`, which is unlimited, is above every number. */
export function lowerLimit(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}

export function higherLimit(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}
