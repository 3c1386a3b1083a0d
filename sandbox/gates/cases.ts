import { randomUUID } from "node:crypto";
import type pg from "pg";
import { makeCode, storeScans } from "#lib/analytics/analytics.testing.ts";
import { exportScans } from "#lib/analytics/export-scans.ts";
import { type AnalyticsQuery, parseAnalyticsQuery } from "#lib/analytics/query.ts";
import { getReport, type Report } from "#lib/analytics/report.ts";
import { requireKeyViewer } from "#lib/api-keys/require-key-viewer.ts";
import { createWorkspaceKey } from "#lib/api-keys/workspace-keys.ts";
import { createCode, deleteCode, restoreCode, updateCode } from "#lib/codes/service.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { limitsOf, type Tier } from "#lib/entitlements/tiers.ts";
import type { CountedMeter } from "#lib/usage/meters.ts";
import { graceLimitOf } from "#lib/usage/quota.ts";
import { findPeriod } from "#lib/usage/store.ts";
import { addMember } from "#lib/workspaces/add-member.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import type { GatedAction } from "../../scripts/gates/gated-actions.ts";
import type { Word } from "./world.ts";

/** Everything happens on this day, but for what keys do: their calls are counted when they come. */
export const now = new Date();
const yesterday = new Date(now.getTime() - 86_400_000).toISOString();

export type GateCase = {
  /** A tier that does not allow it, and one that does. */
  deniedOn: Tier;
  allowedOn: Tier;
  /** What is granted to have it on the first, and denied to lose it on the second. */
  grants: readonly Word[];
  denies: readonly Word[];
  /** What else has to be open for the gate to be reached. */
  needs?: readonly Word[];
  /** Does it. @returns false where less was shown than was asked for. @throws Refusal */
  attempt: (viewer: Viewer, pool: pg.Pool) => Promise<boolean>;
};

const input = { name: "Menu", destination: "https://example.com/", slug: null, expiresAt: null };

async function holdTen({ workspace: { id: workspaceId } }: Viewer): Promise<void> {
  await db().qrCode.createMany({
    data: Array.from({ length: 10 }, () => ({ ...input, workspaceId, slug: randomUUID() })),
  });
}

async function report(viewer: Viewer, query: Partial<AnalyticsQuery> = {}): Promise<Report> {
  const plan = await gatekeeper().getEntitlements(viewer, now);
  const found = await getReport(db(), viewer, plan, { ...parseAnalyticsQuery({}), ...query }, now);
  await found.details;
  return found;
}

const detailsOf = async (viewer: Viewer) => (await report(viewer)).details;

/** A quota that is used up on Pro, with its grace, and not on the tier above. */
function quotaCase(meter: CountedMeter, attempt: (viewer: Viewer) => Promise<boolean>): GateCase {
  const limit = limitsOf("premium")[meter] ?? 0;
  return {
    deniedOn: "premium",
    allowedOn: "exclusive",
    grants: [{ limit: meter, value: 2 * limit }],
    denies: [{ limit: meter, value: limit }],
    async attempt(viewer) {
      const workspaceId = viewer.workspace.id;
      const { start: periodStart } = await findPeriod(db(), workspaceId, now);
      const used = graceLimitOf(meter, limit);
      await db().usageCounter.create({
        data: { workspaceId, meter, periodStart, used, limitReachedAt: now },
      });
      return attempt(viewer);
    },
  };
}

async function callWithKey(viewer: Viewer): Promise<void> {
  const { text } = await createWorkspaceKey(db(), viewer, { name: "Key", scopes: ["codes:read"] }, now);
  const request = new Request("http://127.0.0.1:3000/api/codes", {
    headers: { authorization: `Bearer ${text}` },
  });
  await requireKeyViewer(db(), request, "codes:read", now);
}

const exportAs = async (viewer: Viewer) =>
  (await exportScans(db(), viewer, { ...parseAnalyticsQuery({}), bots: "with" }, now)).body.cancel();

const done = async (work: Promise<unknown>): Promise<boolean> => {
  await work;
  return true;
};

/** What is said of codes: one place more than ten, and none more. */
const codes = {
  deniedOn: "starter",
  allowedOn: "premium",
  grants: [{ limit: "activeCodes", value: 11 }],
  denies: [{ limit: "activeCodes", value: 10 }],
} as const;

/** One way of doing each action; a gate without one does not compile. */
export const gateCases: Record<GatedAction, GateCase> = {
  choose_slug: {
    ...{ deniedOn: "starter", allowedOn: "basic", grants: ["custom_slugs"], denies: ["custom_slugs"] },
    attempt: (viewer) => done(createCode(db(), viewer, { ...input, slug: `own-${randomUUID()}` }, now)),
  },
  set_expiry: {
    ...{ deniedOn: "starter", allowedOn: "basic", grants: ["link_expiry"], denies: ["link_expiry"] },
    attempt: (viewer) =>
      done(createCode(db(), viewer, { ...input, expiresAt: new Date(now.getTime() + 1e9) }, now)),
  },
  create_code: {
    ...codes,
    async attempt(viewer) {
      await holdTen(viewer);
      return done(createCode(db(), viewer, input, now));
    },
  },
  resume_code: {
    ...codes,
    async attempt(viewer) {
      const id = await makeCode(viewer);
      await updateCode(db(), viewer, id, { isActive: false }, now);
      await holdTen(viewer);
      return done(updateCode(db(), viewer, id, { isActive: true }, now));
    },
  },
  restore_code: {
    ...codes,
    async attempt(viewer) {
      const id = await makeCode(viewer);
      await deleteCode(db(), viewer, id, now);
      await holdTen(viewer);
      return done(restoreCode(db(), viewer, id, now));
    },
  },
  add_member: {
    ...{ deniedOn: "starter", allowedOn: "basic" },
    grants: [{ limit: "members", value: 2 }],
    denies: [{ limit: "members", value: 1 }],
    async attempt({ profileId, workspace }) {
      const id = randomUUID();
      await db().profile.create({ data: { id, email: `${id}@example.org` } });
      const member = { workspaceId: workspace.id, profileId: id, role: "MEMBER" as const };
      return done(db().$transaction((tx) => addMember(tx, member, profileId, now)));
    },
  },
  see_details: {
    ...{ deniedOn: "basic", allowedOn: "premium" },
    ...{ grants: ["detailed_analytics"], denies: ["detailed_analytics"] },
    attempt: async (viewer) => (await detailsOf(viewer)) !== null,
  },
  see_countries: {
    ...{ deniedOn: "basic", allowedOn: "premium", needs: ["detailed_analytics"] },
    ...{ grants: ["geo_analytics"], denies: ["geo_analytics"] },
    async attempt(viewer, pool) {
      await storeScans(pool, await makeCode(viewer), [{ at: now.toISOString(), country: "PL" }]);
      return (await detailsOf(viewer))?.rankings.country !== undefined;
    },
  },
  tell_bots: {
    ...{ deniedOn: "basic", allowedOn: "premium", needs: ["detailed_analytics"] },
    ...{ grants: ["bot_filter"], denies: ["bot_filter"] },
    async attempt(viewer, pool) {
      await storeScans(pool, await makeCode(viewer), [{ at: now.toISOString(), isBot: true }]);
      return (await detailsOf(viewer))?.scans === 0;
    },
  },
  look_back: {
    ...{ deniedOn: "basic", allowedOn: "premium", needs: ["detailed_analytics"] },
    grants: [{ limit: "analyticsDays", value: 30 }],
    denies: [{ limit: "analyticsDays", value: 1 }],
    async attempt(viewer, pool) {
      await storeScans(pool, await makeCode(viewer), [{ at: yesterday }]);
      const { cut, details } = await report(viewer);
      return cut === null && (await details)?.scans === 1;
    },
  },
  export_scans: {
    ...{ deniedOn: "basic", allowedOn: "premium", needs: [{ limit: "exports", value: 1 }] },
    ...{ grants: ["csv_export"], denies: ["csv_export"] },
    attempt: (viewer) => done(exportAs(viewer)),
  },
  call_api: {
    ...{ deniedOn: "basic", allowedOn: "premium", needs: [{ limit: "apiCalls", value: 1 }] },
    ...{ grants: ["api_access"], denies: ["api_access"] },
    attempt: (viewer) => done(callWithKey(viewer)),
  },
  analyticsQueries: quotaCase("analyticsQueries", async (viewer) => (await detailsOf(viewer)) !== null),
  exports: quotaCase("exports", (viewer) => done(exportAs(viewer))),
  apiCalls: quotaCase("apiCalls", (viewer) => done(callWithKey(viewer))),
};
