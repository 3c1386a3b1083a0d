import { type AuditEntry, type AuditFacts, recordAudit } from "#lib/audit/record.ts";
import { handleDowngrade } from "#lib/codes/handle-downgrade.ts";
import { type Entitlements, resolve } from "#lib/entitlements/resolve.ts";
import { lockAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import type { Prisma } from "#platform/db/prisma.ts";

export type Changed<Result> = { result: Result; audit: AuditEntry[] };

/**
 * Changes what a workspace is given, under its lock, with the audit and what follows for its codes.
 * @param change done while nobody else changes the workspace's access; what it throws undoes all
 * @param before the instant whose access the new one is compared with, where time has changed it
 */
export async function changeAccess<Result>(
  tx: Prisma,
  workspaceId: string,
  now: Date,
  change: () => Promise<Changed<Result>>,
  before = now,
): Promise<Result> {
  const isGated = env().GATEKEEPER_ENABLED;
  const had = resolve(await lockAccessFacts(tx, workspaceId), before, isGated);
  const { result, audit } = await change();
  const has = resolve(await lockAccessFacts(tx, workspaceId), now, isGated);
  await recordAudit(tx, [...audit, ...accessEntries(workspaceId, had, has)], now);
  await handleDowngrade(tx, workspaceId, now, had.limits.activeCodes);
  return result;
}

function accessEntries(workspaceId: string, before: Entitlements, after: Entitlements): AuditEntry[] {
  const facts = ({ tier, source, graceUntil }: Entitlements): AuditFacts => ({
    tier,
    source,
    graceUntil: graceUntil?.toISOString() ?? null,
  });
  if (before.tier === after.tier && before.source === after.source) return [];
  const entry = { actor: "system", action: "access.changed", subject: `workspace:${workspaceId}` } as const;
  return [{ ...entry, workspaceId, before: facts(before), after: facts(after) }];
}
