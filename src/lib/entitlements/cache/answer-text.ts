import { z } from "zod";
import { sources, verdicts } from "../resolve.ts";
import { features, limitNames, tiers } from "../tiers.ts";
import type { KeptAnswer } from "./kept-answer.ts";

const instant = z.iso.datetime().transform((text) => new Date(text));
const tier = z.enum(tiers);
const source = z.enum(sources);
const featureList = z.array(z.enum(features)).max(features.length);

const answer = z.strictObject({
  version: z.int().nonnegative(),
  resolvedAt: instant,
  entitlements: z.strictObject({
    tier,
    source,
    features: featureList,
    denied: featureList,
    limits: z.record(z.enum(limitNames), z.int().nonnegative().nullable()),
    graceUntil: instant.nullable(),
    expiresAt: instant.nullable(),
    nextChangeAt: instant.nullable(),
    considered: z.array(
      z.strictObject({
        source,
        tier: tier.nullable(),
        verdict: z.enum(verdicts),
        endsAt: instant.nullable(),
      }),
    ),
  }),
}) satisfies z.ZodType<KeptAnswer>;

export function writeAnswer(kept: KeptAnswer): string {
  return JSON.stringify(kept);
}

/** The answer that a text holds; null for what we have not written like this. */
export function readAnswer(text: string): KeptAnswer | null {
  try {
    return answer.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
