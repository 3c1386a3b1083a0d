import { type AuditEntry, recordAudit } from "#lib/audit/record.ts";
import { type CountedDenial, countDenial, takeDenials } from "#lib/entitlements/denials.ts";
import type { Prisma } from "#platform/db/prisma.ts";

/**
 * Writes into the audit what plans did not allow since the last time: one entry for each workspace
 * and feature, with how often, so that nobody fills it by insisting.
 * @returns how many entries; null for none
 */
export async function keepDenials(db: Prisma, now: Date): Promise<number | null> {
  const taken = takeDenials();
  if (taken.length === 0) return null;
  try {
    await recordAudit(db, taken.map(toEntry), now);
  } catch (error) {
    for (const { count, ...denial } of taken) countDenial(denial, count);
    throw error;
  }
  return taken.length;
}

function toEntry({ workspaceId, tier, action, feature, count }: CountedDenial): AuditEntry {
  const after = { feature, tier, attempt: action, count };
  const subject = `workspace:${workspaceId}`;
  return { actor: "system", action: "denial.counted", subject, workspaceId, after };
}
