import { codesPerStatement } from "#lib/codes/many-codes.ts";
import { type Prisma, sql } from "#platform/db/prisma.ts";

/** The open workspaces of which a person is the only owner, locked until the transaction ends. */
export async function lockOwnWorkspaces(tx: Prisma, profileId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(sql`
    SELECT w.id FROM workspaces w
    WHERE w.closed_at IS NULL
      AND w.id IN (SELECT m.workspace_id FROM workspace_members m
        WHERE m.profile_id = ${profileId}::uuid AND m.role = 'OWNER')
      AND NOT EXISTS (SELECT FROM workspace_members o
        WHERE o.workspace_id = w.id AND o.role = 'OWNER' AND o.profile_id <> ${profileId}::uuid)
    ORDER BY w.id FOR UPDATE OF w`);
  return rows.map(({ id }) => id);
}

/** The workspaces whose codes were suspended with a person's account, locked until the transaction ends. */
export async function lockSuspended(tx: Prisma, profileId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(sql`
    SELECT w.id FROM workspaces w
    WHERE w.id IN (SELECT c.workspace_id FROM suspended_codes s JOIN qr_codes c ON c.id = s.code_id
      WHERE s.profile_id = ${profileId}::uuid)
    ORDER BY w.id FOR UPDATE`);
  return rows.map(({ id }) => id);
}

/**
 * Suspends what leads visitors on: active codes, and those that a plan has paused, whose page has
 * the link.
 * @returns how many
 */
export function suspendCodes(tx: Prisma, profileId: string, workspaceId: string, now: Date): Promise<number> {
  return inSteps(() =>
    tx.$executeRaw(sql`
      WITH chosen AS (
        SELECT id, NOT is_active AS was_paused FROM qr_codes
        WHERE workspace_id = ${workspaceId}::uuid AND deleted_at IS NULL
          AND (is_active OR pause_reason = 'plan')
        LIMIT ${codesPerStatement} FOR UPDATE),
      kept AS (
        INSERT INTO suspended_codes (code_id, profile_id, was_paused_by_plan)
        SELECT id, ${profileId}::uuid, was_paused FROM chosen
        ON CONFLICT (code_id) DO UPDATE
        SET profile_id = EXCLUDED.profile_id, was_paused_by_plan = EXCLUDED.was_paused_by_plan)
      UPDATE qr_codes c SET is_active = false, pause_reason = 'abuse', updated_at = ${now}
      FROM chosen WHERE c.id = chosen.id`),
  );
}

/** Gives back exactly what was suspended with the account, as it was. @returns how many */
export function releaseCodes(tx: Prisma, profileId: string, now: Date): Promise<number> {
  return inSteps(() =>
    tx.$executeRaw(sql`
      WITH chosen AS (
        DELETE FROM suspended_codes WHERE code_id IN (
          SELECT code_id FROM suspended_codes WHERE profile_id = ${profileId}::uuid LIMIT ${codesPerStatement})
        RETURNING code_id, was_paused_by_plan)
      UPDATE qr_codes c SET is_active = NOT chosen.was_paused_by_plan, updated_at = ${now},
        pause_reason = CASE WHEN chosen.was_paused_by_plan THEN 'plan'::pause_reason END
      FROM chosen WHERE c.id = chosen.code_id`),
  );
}

async function inSteps(step: () => Promise<number>): Promise<number> {
  let done = 0;
  for (;;) {
    const count = await step();
    done += count;
    if (count < codesPerStatement) return done;
  }
}
