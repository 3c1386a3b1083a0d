import type { Pool } from "pg";
import type { CodeTarget } from "./decide-visit.ts";

type Row = {
  id: string;
  destination: string;
  pause_reason: CodeTarget["pauseReason"];
  pause_note: string | null;
  expires_at: Date | null;
  is_deleted: boolean;
};

/** A visitor is waiting: better the page that asks to try again than a long silence. */
const queryTimeoutMs = 2_500;

/**
 * The code behind a slug, by its unique index, with its destination as it is stored. One of a
 * closed workspace counts as deleted: its owner's account is being deleted. This is the
 * one read that belongs to no workspace: a visitor has nothing but the slug.
 */
export async function findTarget(pool: Pool, slug: string): Promise<CodeTarget | null> {
  const query = {
    text: `SELECT c.id, c.destination, c.pause_reason, c.pause_note, c.expires_at,
             (c.deleted_at IS NOT NULL OR w.closed_at IS NOT NULL) AS is_deleted
           FROM qr_codes c JOIN workspaces w ON w.id = c.workspace_id WHERE c.slug = $1`,
    values: [slug],
    query_timeout: queryTimeoutMs,
  };
  const row = (await pool.query<Row>(query)).rows[0];
  if (!row) return null;
  return {
    id: row.id,
    destination: row.destination,
    pauseReason: row.pause_reason,
    pauseNote: row.pause_note,
    expiresAtMs: row.expires_at?.getTime() ?? null,
    isDeleted: row.is_deleted,
  };
}
