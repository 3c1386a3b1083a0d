import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { readWarning } from "./read-warning.ts";
import * as store from "./store.ts";

const shownAtMost = 100;
const warningsShown = 30;

export type Attention = Awaited<ReturnType<typeof getAttention>>;

/**
 * What needs a person, from our own tables; Stripe is not asked.
 * @throws Refusal `forbidden`
 */
export async function getAttention(db: Prisma, viewer: Viewer) {
  requireAdmin(viewer);
  const [events, eventCount, setAsideCount, subscriptions, payments, disputes, warnings] = await Promise.all([
    store.listTroubledEvents(db, shownAtMost),
    store.countTroubledEvents(db),
    store.countSetAsideEvents(db),
    store.listSetAsideSubscriptions(db, shownAtMost),
    store.listFailingPayments(db, shownAtMost),
    store.listOpenDisputes(db, shownAtMost),
    store.listWarnings(db, warningsShown),
  ]);
  return {
    ...{ events, eventCount, setAsideCount, subscriptions, payments, disputes },
    warnings: warnings.map(({ after, ...row }) => ({ ...row, warning: readWarning(row.action, after) })),
  };
}
