import type { Prisma } from "#platform/db/prisma.ts";
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

/** Writes into the audit, in the transaction of the change: neither is there without the other. */
export async function recordAudit(tx: Prisma, entries: readonly AuditEntry[], at: Date): Promise<void> {
  if (entries.length === 0) return;
  await tx.auditEvent.createMany({ data: entries.map((entry) => ({ ...entry, at })) });
}
