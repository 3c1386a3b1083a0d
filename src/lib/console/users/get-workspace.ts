import { requireAdmin } from "#lib/admin/guard.ts";
import { countLiveKeys } from "#lib/api-keys/store.ts";
import { listInvoices, sumRefunds } from "#lib/billing/history/invoices-store.ts";
import { listSubscriptions } from "#lib/billing/store.ts";
import { getEffectivePlan } from "#lib/entitlements/get-effective-plan.ts";
import { findPromoSpan } from "#lib/promo/promo-days.ts";
import { getUsage } from "#lib/usage/get-usage.ts";
import { countMembers } from "#lib/workspaces/store.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { parseLocale } from "#shared/locale.ts";
import { waiversQuery } from "../waivers/validation.ts";
import { listWaivers } from "../waivers/waivers.ts";
import * as store from "./detail-store.ts";

/** So many of each list are shown, the newest; the rest is in the console's own lists. */
export const shownAtMost = 20;

export type Membership = store.Person["memberships"][number];
export type WorkspaceDetail = Awaited<ReturnType<typeof getWorkspace>>;

/** Everything about one of a person's workspaces, as it is for that person. @throws Refusal `forbidden` */
export async function getWorkspace(
  db: Prisma,
  viewer: Viewer,
  person: store.Person,
  membership: Membership,
  now: Date,
) {
  requireAdmin(viewer);
  const { role, workspace } = membership;
  const { id } = workspace;
  const [plan, codes, members, keys, audit] = await Promise.all([
    getEffectivePlan(db, id, person.id, now),
    store.countCodes(db, id),
    countMembers(db, id),
    countLiveKeys(db, id),
    store.listAudit(db, { workspaceId: id }, shownAtMost),
  ]);
  const [usage, promo, redemptions, grants, billing] = await Promise.all([
    getUsage(db, actAs(person, membership), now),
    findPromoSpan(db, id, now),
    store.listRedemptions(db, id, shownAtMost),
    store.listGrants(db, id, shownAtMost),
    getBilling(db, id),
  ]);
  const { rows: waivers } = await listWaivers(db, viewer, waiversQuery.parse({ q: id }), now);
  const counts = { codes, members, keys };
  return { ...workspace, role, plan, counts, usage, promo, redemptions, grants, waivers, billing, audit };
}

async function getBilling(db: Prisma, workspaceId: string) {
  const [customers, subscriptions, rows] = await Promise.all([
    store.listCustomers(db, workspaceId),
    listSubscriptions(db, workspaceId),
    listInvoices(db, workspaceId, { skip: 0, take: shownAtMost }),
  ]);
  const refunds = await sumRefunds(
    db,
    workspaceId,
    rows.map(({ id }) => id),
  );
  const invoices = rows.map((row) => ({ ...row, refundedMinor: refunds.get(row.id) ?? 0 }));
  const byStart = subscriptions.toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
  return { customers, subscriptions: byStart.slice(0, shownAtMost), invoices };
}

/** The person in that workspace, for what is counted as a viewer sees it; nothing is done as them. */
function actAs({ id, email, name, locale }: store.Person, { role, workspace }: Membership): Viewer {
  return {
    ...{ profileId: id, email, name, locale: parseLocale(locale) },
    platformRole: "USER",
    secondFactorAt: null,
    workspace: { ...workspace, role },
  };
}
