import { z } from "zod";
import { effects } from "#lib/entitlements/apply-overrides.ts";
import { features, limitNames, type Tier, tiers } from "#lib/entitlements/tiers.ts";
import { Refusal } from "#shared/errors.ts";

/** What may be given: everything above Free. */
export const waivedTiers = tiers.filter((tier): tier is Exclude<Tier, "starter"> => tier !== "starter");
const mostListed = 200;
const largestLimit = 2 ** 31 - 1;

const reason = z
  .string({ error: "required" })
  .trim()
  .min(1, { error: "required" })
  .max(500, { error: "too_long" })
  // What cannot be stored, or not be seen by who reads it later.
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, { error: "characters" });

/** Left out or null: until somebody ends it. */
const endsAt = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .nullish()
  .transform((instant) => instant ?? null);

export const waiverBody = z.strictObject({
  workspaceId: z.uuid({ error: (issue) => (issue.input === undefined ? "required" : "invalid") }),
  tier: z.enum(waivedTiers),
  reason,
  endsAt,
});
export type GrantWaiver = z.infer<typeof waiverBody>;

export const reasonBody = z.strictObject({ reason });

const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((word) => word === "true");
const limit = z.coerce.number().int().min(1).max(mostListed).default(mostListed);

export const listWaiversQuery = z.strictObject({
  /** Also those that have ended or were revoked. */
  includeExpired: flag,
  workspaceId: z.uuid().optional(),
  limit,
});
export type ListWaivers = z.infer<typeof listWaiversQuery>;

const subject = { workspaceId: z.uuid().optional(), profileId: z.uuid().optional() };

/** About one workspace or one person, on one feature or one limit. */
export const overrideBody = z
  .strictObject({
    ...subject,
    effect: z.enum(effects),
    feature: z.enum(features).optional(),
    limit: z.enum(limitNames).optional(),
    /** Of a limit alone; null is unlimited, which only a grant can say. */
    value: z.number().int().min(0).max(largestLimit).nullish(),
    reason,
    endsAt,
  })
  .check(({ value: body, issues }) => {
    const refuse = (field: string, message: string) =>
      issues.push({ code: "custom", input: body, path: [field], message });
    if (body.workspaceId === undefined && body.profileId === undefined) refuse("workspaceId", "required");
    if (body.workspaceId !== undefined && body.profileId !== undefined) refuse("profileId", "invalid");
    if (body.feature === undefined && body.limit === undefined) refuse("feature", "required");
    if (body.feature !== undefined && body.limit !== undefined) refuse("limit", "invalid");
    if (body.feature !== undefined && body.value !== undefined) refuse("value", "invalid");
    if (body.limit !== undefined && body.value === undefined) refuse("value", "required");
    if (body.limit !== undefined && body.value === null && body.effect === "deny") refuse("value", "invalid");
  });
export type AddOverride = z.infer<typeof overrideBody>;

export const listOverridesQuery = z.strictObject({ ...subject, includeEnded: flag, limit });
export type ListOverrides = z.infer<typeof listOverridesQuery>;

/** An id out of an address. @throws Refusal `validation` for what cannot be one */
export function parseId(name: string, value: string): string {
  const parsed = z.uuid().safeParse(value);
  if (!parsed.success) throw new Refusal("validation", { fields: { [name]: ["invalid"] } });
  return parsed.data;
}

/** @throws Refusal `validation` for an end that is not in the future */
export function requireFuture(instant: Date | null, now: Date): void {
  if (instant !== null && instant <= now) {
    throw new Refusal("validation", { fields: { endsAt: ["expiry_past"] } });
  }
}
