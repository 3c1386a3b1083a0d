import type { Prisma } from "#platform/db/prisma.ts";
import type { Offer } from "./plans.ts";

/** A checkout that a workspace has begun and not ended. */
export type Intent = {
  id: string;
  workspaceId: string;
  plan: string;
  interval: string;
  currency: string;
  sessionId: string | null;
  url: string | null;
  expiresAt: Date;
};

const columns = {
  id: true,
  workspaceId: true,
  plan: true,
  interval: true,
  currency: true,
  sessionId: true,
  url: true,
  expiresAt: true,
};

export function findOpenIntent(db: Prisma, workspaceId: string): Promise<Intent | null> {
  return db.checkoutIntent.findFirst({ where: { workspaceId, state: "open" }, select: columns });
}

export function insertIntent(
  tx: Prisma,
  intent: { workspaceId: string; profileId: string; expiresAt: Date } & Offer,
): Promise<Intent> {
  return tx.checkoutIntent.create({ data: intent, select: columns });
}

export async function setSession(
  db: Prisma,
  workspaceId: string,
  id: string,
  session: { sessionId: string; url: string },
): Promise<void> {
  await db.checkoutIntent.updateMany({ where: { id, workspaceId }, data: session });
}

export async function closeIntents(
  tx: Prisma,
  workspaceId: string,
  state: "completed" | "expired",
  id?: string,
): Promise<void> {
  await tx.checkoutIntent.updateMany({
    where: { workspaceId, state: "open", ...(id ? { id } : {}) },
    data: { state },
  });
}

export function isFor(intent: Intent, offer: Offer): boolean {
  return (
    intent.plan === offer.plan && intent.interval === offer.interval && intent.currency === offer.currency
  );
}
