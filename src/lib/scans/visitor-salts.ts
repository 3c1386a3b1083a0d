import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import { dayMs } from "#shared/time.ts";

/** Days (UTC) since the epoch. */
export function dayNumber(nowMs: number): number {
  return Math.floor(nowMs / dayMs);
}

/** The date of a day number as Postgres reads it. */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/**
 * The random salts of visitor hashes, one a UTC day, shared by all processes through a table.
 * Tomorrow's is fetched ahead of midnight. While Postgres is away a day's salt is made here,
 * and offered to the others once it is back.
 */
export class VisitorSalts {
  readonly #pool: Pool;
  readonly #salts = new Map<number, { text: string; isShared: boolean }>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** The salt of the day of `nowMs`; never waits. */
  current(nowMs: number): string {
    return this.#of(dayNumber(nowMs)).text;
  }

  /** Shares today's and tomorrow's salt with the other processes; throws when Postgres is away. */
  async share(nowMs: number): Promise<void> {
    const today = dayNumber(nowMs);
    for (const day of [today, today + 1]) await this.#share(day);
  }

  /** Forgets the salts of more than two days ago, here and in the table. */
  async forget(nowMs: number): Promise<void> {
    const today = dayNumber(nowMs);
    for (const day of this.#salts.keys()) if (day < today - 1) this.#salts.delete(day);
    await this.#pool.query("DELETE FROM visitor_salts WHERE day < $1::date - 2", [dayText(today)]);
  }

  #of(day: number): { text: string; isShared: boolean } {
    let salt = this.#salts.get(day);
    if (!salt) {
      salt = { text: randomBytes(32).toString("hex"), isShared: false };
      this.#salts.set(day, salt);
    }
    return salt;
  }

  async #share(day: number): Promise<void> {
    const mine = this.#of(day);
    if (mine.isShared) return;
    const offered = Buffer.from(mine.text, "hex");
    await this.#pool.query(
      "INSERT INTO visitor_salts (day, salt) VALUES ($1::date, $2) ON CONFLICT (day) DO NOTHING",
      [dayText(day), offered],
    );
    const { rows } = await this.#pool.query<{ salt: Buffer }>(
      "SELECT salt FROM visitor_salts WHERE day = $1::date",
      [dayText(day)],
    );
    const shared = rows[0]?.salt;
    if (shared) this.#salts.set(day, { text: shared.toString("hex"), isShared: true });
  }
}
