import type { AuditAction } from "#lib/audit/categories.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { contactAddress } from "#lib/mails/contact.ts";
import { enqueueForWorkspace } from "#lib/mails/enqueue-mails.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { makeKey } from "./key.ts";
import type { PlatformScope } from "./scopes.ts";
import { endAnyKey, insertKey } from "./store.ts";

/**
 * Makes a key of the platform's.
 * @returns the key's text, which is kept nowhere: whoever loses it makes another one
 */
export async function createKey(
  db: PrismaRoot,
  actor: string,
  { name, scopes }: { name: string; scopes: readonly PlatformScope[] },
  now: Date,
): Promise<{ id: string; text: string }> {
  const { text, prefix, hash } = makeKey();
  return db.$transaction(async (tx) => {
    const id = await insertKey(tx, { name, prefix, hash, scopes, createdBy: actor }, now);
    const after = { name, prefix, scopes: [...scopes] };
    await recordAudit(tx, [entry(actor, "api_key.created", id, after)], now);
    return { id, text };
  });
}

/**
 * Ends a key at once, for good: one of the platform's, or one that a customer has made. Of theirs
 * those are told who look after the workspace.
 * @throws Refusal `not_found` where there is none, or it is over
 */
export async function revokeKey(
  db: PrismaRoot,
  actor: string,
  id: string,
  reason: string,
  now: Date,
): Promise<void> {
  await db.$transaction(async (tx) => {
    const ended = await endAnyKey(tx, id, now);
    if (ended === null) throw new Refusal("not_found");
    const { workspaceId, name, prefix } = ended;
    await recordAudit(tx, [{ ...entry(actor, "api_key.revoked", id, { reason }), workspaceId }], now);
    if (workspaceId === null) return;
    const values = { name, prefix, contact: contactAddress() };
    await enqueueForWorkspace(tx, workspaceId, [{ kind: "api_key_revoked", about: id, values }], now);
  });
}

/** Everything of the platform's keys but what opens. */
export function listKeys(db: Prisma) {
  return db.apiKey.findMany({
    where: { workspaceId: null },
    omit: { hash: true },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
}

function entry(actor: string, action: AuditAction, id: string, after: Record<string, string | string[]>) {
  return { actor, action, subject: `api_key:${id}`, workspaceId: null, after };
}
