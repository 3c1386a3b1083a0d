import type { Prisma } from "#platform/db/prisma.ts";
import { findQueue } from "#platform/jobs/queue.ts";
import type { MailKind, Notice } from "./mail-kinds.ts";
import { insertMails, listBillingRecipients, type Recipient } from "./store.ts";

/** A notice and who is told of it. */
export type MailDraft = { notice: Notice; workspaceId: string | null; recipient: Recipient };

/** What makes a mail the only one: what it is about, and to whom. */
export function mailKey(kind: MailKind, about: string, profileId: string): string {
  return `${kind}:${about}:${profileId}`;
}

/**
 * Notes down mails in the transaction of their cause: they are sent when it is committed, and not
 * at all when it is not. A mail that was noted down before, sent or not, is not made again.
 * @returns how many are new
 */
export async function enqueueMails(tx: Prisma, drafts: readonly MailDraft[], now: Date): Promise<number> {
  if (drafts.length === 0) return 0;
  const rows = drafts.map(({ notice: { kind, about, values }, workspaceId, recipient }) => ({
    key: mailKey(kind, about, recipient.profileId),
    kind,
    workspaceId,
    profileId: recipient.profileId,
    recipient: recipient.email,
    locale: recipient.locale,
    values,
  }));
  const ids = await insertMails(tx, rows, now);
  if (ids.length > 0) await findQueue()?.send(tx, "mail", { mailIds: ids });
  return ids.length;
}

/** The same for everybody who looks after the workspace's plan, each in their own language. */
export async function enqueueForWorkspace(
  tx: Prisma,
  workspaceId: string,
  notices: readonly Notice[],
  now: Date,
): Promise<number> {
  if (notices.length === 0) return 0;
  const recipients = await listBillingRecipients(tx, workspaceId);
  const drafts = notices.flatMap((notice) =>
    recipients.map((recipient) => ({ notice, workspaceId, recipient })),
  );
  return enqueueMails(tx, drafts, now);
}
