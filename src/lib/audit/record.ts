import { callerAtHand } from "#platform/caller.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { networkOf } from "#platform/http/network.ts";
import type { AuditAction } from "./categories.ts";

/** What a fact looked like; instants as ISO strings. */
export type AuditFacts = Record<string, string | number | boolean | null | string[]>;

export type AuditEntry = {
  /** `profile:<id>`, `admin:<id>`, `stripe` or `system`. */
  actor: string;
  action: AuditAction;
  /** `<kind>:<id>` of what it was done to. */
  subject: string;
  workspaceId: string | null;
  before?: AuditFacts;
  after?: AuditFacts;
};

/**
 * Writes into the audit, in the transaction of the change: neither is there without the other. With
 * it goes from where the request came.
 */
export async function recordAudit(tx: Prisma, entries: readonly AuditEntry[], at: Date): Promise<void> {
  if (entries.length === 0) return;
  const { address } = callerAtHand();
  await tx.auditEvent.createMany({
    data: entries.map((entry) => ({ ...entry, address: addressOf(entry.actor, address), at })),
  });
}

/** People can have their traces erased, which rows of the audit do not allow: of them the network is kept. */
function addressOf(actor: string, address: string | null): string | null {
  const [kind] = actor.split(":");
  if (kind === "admin" || kind === "api_key") return address;
  return kind === "profile" ? networkOf(address) : null;
}
