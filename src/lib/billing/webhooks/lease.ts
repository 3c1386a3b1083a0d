import { type Prisma, sql } from "#platform/db/prisma.ts";

// Kept among the cursors as `<token> <end>`, on Postgres's clock, which all processes share. Not an
// advisory lock: those are held by a connection or a transaction, and Stripe is asked in neither.

/**
 * Takes what one process may do at a time, for so long at most.
 * @returns false while another holds it
 */
export async function takeLease(db: Prisma, name: string, token: string, forMs: number): Promise<boolean> {
  const taken = await db.$executeRaw(sql`
    INSERT INTO billing_cursors AS lease (name, position, updated_at)
    VALUES (${name}, ${token} || ' ' || (now() + ${forMs} * interval '1 millisecond')::text, now())
    ON CONFLICT (name) DO UPDATE SET position = excluded.position, updated_at = excluded.updated_at
      WHERE substring(lease.position from position(' ' in lease.position) + 1)::timestamptz <= now()`);
  return taken === 1;
}

/** Gives it back before its end, if it is still one's own. */
export async function dropLease(db: Prisma, name: string, token: string): Promise<void> {
  await db.$executeRaw(
    sql`DELETE FROM billing_cursors WHERE name = ${name} AND starts_with(position, ${token})`,
  );
}
