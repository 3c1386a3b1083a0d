import { holdsPlace } from "#lib/billing/mirror/subscription-row.ts";
import { listSubscriptions } from "#lib/billing/store.ts";
import { lockAccessFacts, saveGivenTime } from "#lib/entitlements/store.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { addPromoDays, foreseePromoDays, type PromoSpan } from "./given-days.ts";
import { insertGrant } from "./store.ts";

type Gift = {
  workspaceId: string;
  days: number;
  /** `<kind>:<id>` of what gives them; a workspace has days of one source once. */
  source: string;
};

/** Gives a workspace days of Pro; to be done inside `changeAccess`, which sees to what follows. */
export async function giveDays(tx: Prisma, gift: Gift, now: Date): Promise<PromoSpan> {
  const { workspaceId, days } = gift;
  const facts = await lockAccessFacts(tx, workspaceId);
  const given = addPromoDays(facts, facts.subscriptions, days, now);
  await saveGivenTime(tx, workspaceId, given);
  await insertGrant(tx, { ...gift, createdAt: now });
  const paidUntil = await findPaidUntil(tx, workspaceId);
  return foreseePromoDays(given, facts.subscriptions, paidUntil, now);
}

/** When the workspace's plan ends; null for one that goes on, and for none. */
export async function findPaidUntil(db: Prisma, workspaceId: string): Promise<Date | null> {
  return (await listSubscriptions(db, workspaceId)).find(holdsPlace)?.cancelAt ?? null;
}
