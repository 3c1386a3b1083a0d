import type pg from "pg";

function setTrial(pool: pg.Pool, email: string, instant: string): Promise<unknown> {
  return pool.query(
    `UPDATE workspaces SET trial_ends_at = ${instant} WHERE id IN (
       SELECT m.workspace_id FROM workspace_members m JOIN profiles p ON p.id = m.profile_id WHERE p.email = $1)`,
    [email],
  );
}

/** Puts somebody who pays nothing on Free. */
export function endTrial(pool: pg.Pool, email: string): Promise<unknown> {
  return setTrial(pool, email, "now() - interval '1 minute'");
}

/** Opens Pro to them for some days. */
export function giveTrial(pool: pg.Pool, email: string): Promise<unknown> {
  return setTrial(pool, email, "now() + interval '3 days'");
}
