import { type Prisma, sql } from "#platform/db/prisma.ts";
import type { Effect, OverrideFact } from "./apply-overrides.ts";
import type { GivenTime } from "./given-time.ts";
import { type AccessFacts, noFacts } from "./resolve.ts";
import { parseFeature, parseLimitName, parseTier } from "./tiers.ts";

/**
 * Statuses that may give access. Others are not read; what is left is decided by `givesAccess`.
 * A second plan of one workspace is for a person to sort out and counts for nothing.
 */
const liveStatuses = ["active", "trialing", "past_due"];
const secondPlan = "second_plan";

/** Rows inside the one that is read; Postgres writes instants in JSON as ISO strings with their offset. */
export type FactsRow = GivenTime & {
  version: number;
  subscriptions: { tier: string | null; status: string; graceUntil: string | null }[] | null;
  waivers: { tier: string; endsAt: string | null }[] | null;
  overrides: OverrideRow[] | null;
};

type OverrideRow = {
  subject: "workspace" | "profile";
  effect: Effect;
  feature: string | null;
  limit: string | null;
  value: number | null;
  endsAt: string | null;
};

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** Facts, and the version of the workspace that they are of; null for one that is not there. */
export type VersionedFacts = { version: number | null; facts: AccessFacts };

/**
 * What decides the access of a workspace, in one round trip; none at all for one that is not there.
 * @param profileId the person who asks: what is said of them counts, too
 */
export async function findAccessFacts(
  db: Prisma,
  workspaceId: string,
  profileId: string | null = null,
): Promise<AccessFacts> {
  return (await findVersionedFacts(db, workspaceId, profileId)).facts;
}

/** The same with the version, which is read in the same statement: no change can come in between. */
export async function findVersionedFacts(
  db: Prisma,
  workspaceId: string,
  profileId: string | null,
): Promise<VersionedFacts> {
  const [row] = await db.$queryRaw<FactsRow[]>(
    sql`SELECT ${factColumns(profileId)} FROM workspaces w WHERE w.id = ${workspaceId}::uuid`,
  );
  return row ? { version: row.version, facts: parseFacts(row) } : { version: null, facts: noFacts };
}

/** What `parseFacts` reads of a workspace `w`. */
export function factColumns(profileId: string | null = null) {
  return sql`
    w.entitlement_version AS version, w.trial_ends_at AS "trialEndsAt", w.trial_banked_seconds AS "trialBankedSeconds",
      w.promo_ends_at AS "promoEndsAt", w.promo_banked_seconds AS "promoBankedSeconds",
      (SELECT json_agg(json_build_object('tier', s.tier, 'status', s.status, 'graceUntil', s.grace_until))
       FROM subscriptions s WHERE s.workspace_id = w.id AND s.kind = 'plan' AND s.status = ANY(${liveStatuses})
         AND s.set_aside_reason IS DISTINCT FROM ${secondPlan}) AS subscriptions,
      (SELECT json_agg(json_build_object('tier', f.tier, 'endsAt', f.ends_at))
       FROM fee_waivers f WHERE f.workspace_id = w.id AND f.revoked_at IS NULL) AS waivers,
      (SELECT json_agg(json_build_object(
         'subject', CASE WHEN o.profile_id IS NULL THEN 'workspace' ELSE 'profile' END, 'effect', o.effect,
         'feature', o.feature, 'limit', o.limit_name, 'value', o.limit_value, 'endsAt', o.ends_at))
       FROM entitlement_overrides o
       WHERE (o.workspace_id = w.id OR o.profile_id = ${profileId}::uuid) AND o.ended_at IS NULL) AS overrides`;
}

export function parseFacts({ subscriptions, waivers, overrides, ...row }: FactsRow): AccessFacts {
  return {
    trialEndsAt: row.trialEndsAt,
    trialBankedSeconds: row.trialBankedSeconds,
    promoEndsAt: row.promoEndsAt,
    promoBankedSeconds: row.promoBankedSeconds,
    subscriptions: (subscriptions ?? []).map(({ tier, status, graceUntil }) => ({
      tier: parseTier(tier),
      status,
      graceUntil: instant(graceUntil),
    })),
    waivers: (waivers ?? []).map(({ tier, endsAt }) => ({ tier: parseTier(tier), endsAt: instant(endsAt) })),
    boosts: [],
    overrides: (overrides ?? []).flatMap(parseOverride),
  };
}

/** One about something that is not in the table any more says nothing. */
function parseOverride({ subject, effect, endsAt, ...row }: OverrideRow): OverrideFact[] {
  const common = { subject, effect, endsAt: instant(endsAt) };
  const feature = parseFeature(row.feature);
  if (feature !== null) return [{ ...common, feature }];
  const limit = parseLimitName(row.limit);
  return limit === null ? [] : [{ ...common, limit, value: row.value }];
}

/**
 * Locks the workspace's row until the transaction ends: a limit and the write that it limits
 * are decided one after the other.
 * @param profileId the person who asks: what is said of them counts, too
 * @returns what decides its access
 * @throws Error when there is no such workspace
 */
export async function lockAccessFacts(
  tx: Prisma,
  workspaceId: string,
  profileId: string | null = null,
): Promise<AccessFacts> {
  const found = await tx.$queryRaw<unknown[]>(
    sql`SELECT 1 FROM workspaces WHERE id = ${workspaceId}::uuid FOR UPDATE`,
  );
  if (found.length === 0) throw new Error("the workspace is not there");
  // A statement of its own: only what begins after the lock is held sees what was committed before.
  return findAccessFacts(tx, workspaceId, profileId);
}

/** Stores what `fitGivenTime` has decided; the workspace's row is locked by `lockAccessFacts`. */
export async function saveGivenTime(tx: Prisma, workspaceId: string, given: GivenTime): Promise<void> {
  const { trialEndsAt, trialBankedSeconds, promoEndsAt, promoBankedSeconds } = given;
  await tx.workspace.update({
    where: { id: workspaceId },
    data: { trialEndsAt, trialBankedSeconds, promoEndsAt, promoBankedSeconds },
  });
}
