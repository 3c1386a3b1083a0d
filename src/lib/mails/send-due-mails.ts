import { env } from "#lib/env/server.ts";
import { db, type Prisma } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { connectionsAtOnce, MailError, type Mailer, mailer } from "#platform/mail/mailer.ts";
import { parseLocale } from "#shared/locale.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "#shared/time.ts";
import { composeMail } from "./compose-mail.ts";
import { mailKinds } from "./mail-content.ts";
import type { MailKind, MailValues } from "./mail-kinds.ts";
import { type ClaimedMail, claimMails, dropStaleMails, markFailed, markSent } from "./store.ts";

export type MailTools = { db: Prisma; mailer: Mailer; appUrl: string; now: () => Date };

/** The process's own. Without a mail server, asking for it throws. */
export function mailTools(): MailTools {
  return { db: db(), mailer: mailer(), appUrl: env().APP_URL, now: () => new Date() };
}

const claimedAtOnce = 3 * connectionsAtOnce;
/** Longer than the slowest server can hold what is claimed at once. */
export const leaseMs = 3 * minuteMs;
const firstRetryMs = 30 * secondMs;
const longestRetryMs = hourMs;
/** With the pauses between them about a day. */
export const mostAttempts = 30;
/** A server that says for good that it does not know the recipient is not asked for a day. */
const mostRefusals = 3;
/** What was to be told is no news any more. */
const staleMs = 3 * dayMs;

export function retryDelayMs(attempts: number): number {
  return Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);
}

/**
 * Sends what is due, any number of processes at once. Each mail is claimed for a few minutes, sent
 * outside of any transaction and then marked. A mail that the server took may be sent again when
 * its answer was lost, or when we died before it was marked: with the same Message-ID, so that a
 * mailbox may show one, but it may be two. No other way leads to two.
 * @param isStopping asked between batches: the rest waits for the next time
 * @returns how many were sent, and how many could not be
 */
export async function sendDueMails(
  tools: MailTools,
  isStopping: () => boolean = () => false,
): Promise<{ sent: number; failed: number }> {
  const done = { sent: 0, failed: 0 };
  const dropped = await dropStaleMails(tools.db, new Date(tools.now().getTime() - staleMs));
  if (dropped > 0) log().error({ dropped }, "mails were never sent and are too old by now");
  while (!isStopping()) {
    const claimed = await claimMails(tools.db, tools.now(), leaseMs, claimedAtOnce);
    if (claimed.length === 0) break;
    const before = done.sent;
    await inLanes(claimed, async (mail) => {
      if (await sendOne(tools, mail)) done.sent++;
      else done.failed++;
    });
    // A server that takes none of several is asked again later, not for each that waits.
    if (done.sent === before) break;
  }
  return done;
}

async function inLanes(mails: ClaimedMail[], send: (mail: ClaimedMail) => Promise<void>): Promise<void> {
  const waiting = [...mails];
  const work = async () => {
    for (let mail = waiting.shift(); mail !== undefined; mail = waiting.shift()) await send(mail);
  };
  await Promise.all(Array.from({ length: connectionsAtOnce }, work));
}

async function sendOne(tools: MailTools, mail: ClaimedMail): Promise<boolean> {
  try {
    const written = writeMail(mail, tools.appUrl);
    const messageId = `${mail.id}@${new URL(tools.appUrl).hostname}`;
    await tools.mailer.send({ ...written, messageId, to: mail.recipient });
  } catch (error) {
    await giveBack(tools, mail, error);
    return false;
  }
  await markSent(tools.db, mail.id, tools.now());
  return true;
}

function writeMail({ kind, values, locale }: ClaimedMail, appUrl: string) {
  const known = mailKinds.find((candidate) => candidate === kind);
  if (known === undefined) throw new Error(`there is no mail of the kind ${kind}`);
  // SAFETY: the row was written by `enqueueMails`, which pairs each kind with its values.
  return composeMail(known, values as MailValues[MailKind], parseLocale(locale), appUrl);
}

/** Neither log nor row is told more than the kind and the server's code: no address, no text. */
async function giveBack({ db, now }: MailTools, mail: ClaimedMail, error: unknown): Promise<void> {
  const { id, kind, attempts } = mail;
  const isRefused = error instanceof MailError && error.isRefusedForGood;
  const reason = error instanceof MailError ? error.message : "the mail could not be written";
  const isLast = attempts >= (isRefused ? mostRefusals : mostAttempts);
  const nextAttemptAt = isLast ? null : new Date(now().getTime() + retryDelayMs(attempts));
  await markFailed(db, mail, reason, nextAttemptAt);
  const facts = { mailId: id, kind, attempts, reason };
  if (isLast) log().error(facts, "a mail is given up");
  else log().warn(facts, "a mail could not be sent");
}
