import { type Prisma, sql } from "#platform/db/prisma.ts";
import { decideMrrChanges, type MovementKind, type Sums } from "./mrr-movement.ts";
import type { SubscriptionRow } from "./subscription-row.ts";

/**
 * Notes how the MRR of a workspace has changed since it was noted last; nothing where it has not. Its
 * subscriptions are written in the same transaction, under the lock of the workspace.
 * @param rows all that the workspace has or had
 * @param causes those of them that were written and add another sum than before
 */
export async function writeMovements(
  tx: Prisma,
  workspaceId: string,
  rows: readonly SubscriptionRow[],
  causes: readonly SubscriptionRow[],
  now: Date,
): Promise<void> {
  const [first] = causes;
  if (!first) return;
  const noted = await listNotedSums(tx, workspaceId);
  const before = Object.fromEntries(noted.map(({ currency, afterMinor }) => [currency, afterMinor]));
  const changes = decideMrrChanges(before, sumsOf(rows), noted.length > 0);
  if (changes.length === 0) return;
  await tx.mrrMovement.createMany({
    data: changes.map((change) => {
      const cause = causes.find(({ currency }) => currency === change.currency) ?? first;
      return { workspaceId, subscriptionId: cause.id, ...change, at: instantOf(change.kind, cause, now) };
    }),
  });
}

function sumsOf(rows: readonly SubscriptionRow[]): Sums {
  const sums: Record<string, number> = {};
  for (const { currency, mrrMinor } of rows) sums[currency] = (sums[currency] ?? 0) + (mrrMinor ?? 0);
  return sums;
}

/** When a subscription has begun and ended Stripe says itself; of the rest, when we learnt of it. */
function instantOf(kind: MovementKind, { startedAt, endedAt }: SubscriptionRow, now: Date): Date {
  const told = kind === "new" ? startedAt : kind === "churn" ? endedAt : null;
  return told !== null && told < now ? told : now;
}

/** What was noted last, by currency. */
function listNotedSums(tx: Prisma, workspaceId: string) {
  return tx.$queryRaw<{ currency: string; afterMinor: number }[]>(sql`
    SELECT DISTINCT ON (currency) currency, after_minor AS "afterMinor" FROM mrr_movements
    WHERE workspace_id = ${workspaceId}::uuid ORDER BY currency, id DESC`);
}
