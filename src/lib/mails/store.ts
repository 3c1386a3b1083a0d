import { type Prisma, sql } from "#platform/db/prisma.ts";
import { type Locale, parseLocale } from "#shared/locale.ts";
import type { MailKind } from "./mail-kinds.ts";
import { choicesThatWant, type UsageMails } from "./usage-mails.ts";

export type Recipient = { profileId: string; email: string; locale: Locale };

export type MailRow = {
  id: string;
  key: string;
  kind: MailKind;
  workspaceId: string | null;
  profileId: string | null;
  recipient: string;
  locale: Locale;
  values: object;
};

/** A mail that this process may send until its lease is over. */
export type ClaimedMail = {
  id: string;
  kind: string;
  recipient: string;
  locale: string;
  values: unknown;
  attempts: number;
};

/**
 * Who is told of a workspace's plan and payments: its owners and admins. A workspace that was
 * closed has nobody to tell: whoever closed it knows.
 */
export function listBillingRecipients(db: Prisma, workspaceId: string): Promise<Recipient[]> {
  return listKeepers(db, workspaceId, {});
}

/** Those of them who want to be told that so many percent of a limit are passed. */
export function listUsageRecipients(db: Prisma, workspaceId: string, percent: number): Promise<Recipient[]> {
  return listKeepers(db, workspaceId, { usageMails: { in: choicesThatWant(percent) } });
}

async function listKeepers(
  db: Prisma,
  workspaceId: string,
  who: { usageMails?: { in: UsageMails[] } },
): Promise<Recipient[]> {
  const rows = await db.workspaceMember.findMany({
    where: {
      workspaceId,
      role: { in: ["OWNER", "ADMIN"] },
      workspace: { closedAt: null },
      profile: { ...who, erasedAt: null },
    },
    select: { profile: { select: { id: true, email: true, locale: true } } },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ profile: { id, email, locale } }) => ({
    profileId: id,
    email,
    locale: parseLocale(locale),
  }));
}

/** @returns the ids of those that were not there before */
export async function insertMails(tx: Prisma, mails: Omit<MailRow, "id">[], now: Date): Promise<string[]> {
  const rows = await tx.mail.createManyAndReturn({
    data: mails.map((mail) => ({ ...mail, nextAttemptAt: now, createdAt: now })),
    skipDuplicates: true,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/**
 * Takes mails whose time has come, and puts their next time off to the end of the lease: whoever
 * else looks meanwhile finds others, and should we die, they come up again.
 */
export function claimMails(db: Prisma, now: Date, leaseMs: number, most: number): Promise<ClaimedMail[]> {
  return db.$queryRaw<ClaimedMail[]>(sql`
    UPDATE mails SET attempts = attempts + 1, next_attempt_at = ${new Date(now.getTime() + leaseMs)}
    WHERE id IN (
      SELECT id FROM mails WHERE state = 'pending' AND next_attempt_at <= ${now}
      ORDER BY next_attempt_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, recipient, locale, "values", attempts`);
}

export async function markSent(db: Prisma, id: string, now: Date): Promise<void> {
  await db.mail.updateMany({
    where: { id, state: "pending" },
    data: { state: "sent", sentAt: now, error: null },
  });
}

/** Writes a failure down, unless somebody else has taken the mail since. */
export async function markFailed(
  db: Prisma,
  { id, attempts }: Pick<ClaimedMail, "id" | "attempts">,
  error: string,
  nextAttemptAt: Date | null,
): Promise<void> {
  await db.mail.updateMany({
    where: { id, attempts, state: "pending" },
    data: { error, ...(nextAttemptAt === null ? { state: "failed" } : { nextAttemptAt }) },
  });
}

/** Gives up what was never sent in time. @returns how many */
export async function dropStaleMails(db: Prisma, before: Date): Promise<number> {
  const { count } = await db.mail.updateMany({
    where: { state: "pending", createdAt: { lt: before } },
    data: { state: "failed", error: "too old" },
  });
  return count;
}

/**
 * Removes mails that were sent or given up, and last tried before an instant; at most so many.
 * @param before longer ago than anything is news: a mail that is gone could be noted down again
 * @returns how many
 */
export function removeDueMails(tx: Prisma, before: Date, most: number): Promise<number> {
  return tx.$executeRaw(sql`
    DELETE FROM mails WHERE id IN (
      SELECT id FROM mails WHERE state IN ('sent', 'failed') AND next_attempt_at < ${before}
      LIMIT ${most} FOR UPDATE SKIP LOCKED)`);
}
