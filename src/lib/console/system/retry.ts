import { allowAct } from "#lib/admin/acts.ts";
import { type AuditFacts, recordAudit } from "#lib/audit/record.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { retryFailedJob } from "#platform/jobs/queue-state.ts";
import { Refusal } from "#shared/errors.ts";
import { dayMs } from "#shared/time.ts";
import * as store from "./store.ts";

/** What is older is no news any more, and sent to nobody. */
const newsForMs = 3 * dayMs;

/** Has a job of the queue that failed run once more. @throws Refusal `forbidden`, `not_found` where it has not failed */
export function retryJob(db: PrismaRoot, viewer: Viewer, id: string, now: Date): Promise<void> {
  const actor = allowAct(viewer, "job.retried", now);
  return db.$transaction(async (tx) => {
    const name = await retryFailedJob(tx, id);
    if (name === null) throw new Refusal("not_found");
    await record(tx, actor, `job:${id}`, { queue: name }, now);
  });
}

/**
 * Has a mail that was given up sent once more.
 * @throws Refusal `forbidden`, `not_found` where it is not given up, or too old to be news
 */
export function retryMail(db: PrismaRoot, viewer: Viewer, id: string, now: Date): Promise<void> {
  const actor = allowAct(viewer, "job.retried", now);
  return db.$transaction(async (tx) => {
    const mail = await store.retryMail(tx, id, new Date(now.getTime() - newsForMs), now);
    if (mail === null) throw new Refusal("not_found");
    // Without the address, which the person can have erased.
    await record(tx, actor, `mail:${id}`, { kind: mail.kind, attempts: mail.attempts }, now);
  });
}

async function record(
  tx: Prisma,
  actor: string,
  subject: string,
  facts: AuditFacts,
  now: Date,
): Promise<void> {
  const entry = { actor, action: "job.retried", subject, workspaceId: null } as const;
  await recordAudit(
    tx,
    [{ ...entry, before: { ...facts, state: "failed" }, after: { ...facts, state: "pending" } }],
    now,
  );
}

export function canRetryMail({ createdAt }: store.FailedMail, now: Date): boolean {
  return now.getTime() - createdAt.getTime() < newsForMs;
}
