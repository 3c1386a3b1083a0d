import type { Pool } from "pg";

/**
 * Throws when the database says of itself that it is a local stand-in: its marker is a row in
 * `sandbox.marker`, so a copy of it under any other address is found as well.
 */
export async function assertNotSandbox(pool: Pool): Promise<void> {
  if (await isSandbox(pool)) {
    throw new Error(
      "DATABASE_URL leads to a database of the local sandbox, and APP_ENV is production. " +
        "Set the address of a real database, or APP_ENV=local",
    );
  }
}

/** Whether the database carries the sandbox's marker row. */
export async function isSandbox(pool: Pick<Pool, "query">): Promise<boolean> {
  const table = await pool.query("SELECT to_regclass('sandbox.marker') IS NOT NULL AS is_there");
  if (!table.rows[0].is_there) return false;
  const row = await pool.query("SELECT FROM sandbox.marker LIMIT 1");
  return row.rowCount === 1;
}
