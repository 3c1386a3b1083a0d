import type { Prisma } from "#platform/db/prisma.ts";
import type { Offer } from "../plans.ts";

/** What is bought: an offer, and the discount that it is bought with. */
export type Purchase = Offer & {
  /** Stripe's id of the promotion code; null for none, and then there is no code either. */
  promotionCodeId: string | null;
  discountCode: string | null;
};

/** A checkout that a workspace has begun and not ended. */
export type Intent = {
  id: string;
  workspaceId: string;
  plan: string;
  interval: string;
  currency: string;
  promotionCodeId: string | null;
  discountCode: string | null;
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
  promotionCodeId: true,
  discountCode: true,
  sessionId: true,
  url: true,
  expiresAt: true,
};

export function findOpenIntent(db: Prisma, workspaceId: string): Promise<Intent | null> {
  return db.checkoutIntent.findFirst({ where: { workspaceId, state: "open" }, select: columns });
}

export function insertIntent(
  tx: Prisma,
  intent: { workspaceId: string; profileId: string; expiresAt: Date } & Purchase,
): Promise<Intent> {
  return tx.checkoutIntent.create({ data: intent, select: columns });
}

/** @returns false when the intent was closed meanwhile: then its session is nobody's */
export async function setSession(
  db: Prisma,
  workspaceId: string,
  id: string,
  session: { sessionId: string; url: string },
): Promise<boolean> {
  const { count } = await db.checkoutIntent.updateMany({
    where: { id, workspaceId, state: "open" },
    data: session,
  });
  return count === 1;
}

/** @returns false when the intent has got a session since it was read: then it stays open */
export async function closeUnchanged(
  db: Prisma,
  { id, workspaceId, sessionId }: Pick<Intent, "id" | "workspaceId" | "sessionId">,
): Promise<boolean> {
  const where = { id, workspaceId, state: "open" as const };
  await db.checkoutIntent.updateMany({ where: { ...where, sessionId }, data: { state: "expired" } });
  return (await db.checkoutIntent.count({ where })) === 0;
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

export function isFor(intent: Intent, wanted: Purchase): boolean {
  return (["plan", "interval", "currency", "promotionCodeId"] as const).every(
    (name) => intent[name] === wanted[name],
  );
}
