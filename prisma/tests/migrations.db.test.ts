import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { describe, expect, test } from "vitest";
import { migrate, root, runPrisma } from "../../sandbox/prisma.ts";
import { openTestDatabase } from "../../sandbox/testing/test-database.ts";

const database = openTestDatabase();
const folder = join(root, "prisma", "migrations");
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

const read = (name: string, file: string) => readFileSync(join(folder, name, file), "utf8");

/** What Postgres knows of `public`: enough to see that a way back leaves nothing behind. */
async function describeSchema(pool: pg.Pool): Promise<string[]> {
  const found = await pool.query(
    `SELECT 'relation ' || relname AS line FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE '\\_prisma%'
     UNION ALL SELECT 'type ' || typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
     UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     UNION ALL SELECT 'constraint ' || conname FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE '\\_prisma%'
     ORDER BY 1`,
  );
  return found.rows.map((row) => row.line);
}

async function fill(pool: pg.Pool): Promise<void> {
  await pool.query(`
    INSERT INTO profiles (id, email, updated_at) VALUES ('00000000-0000-4000-8000-000000000001', 'a@example.com', now());
    INSERT INTO workspaces (id, name, updated_at) VALUES ('00000000-0000-4000-8000-000000000002', 'A', now());
    INSERT INTO workspace_members (workspace_id, profile_id, role)
      VALUES ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'OWNER');
    INSERT INTO qr_codes (id, workspace_id, slug, name, destination, updated_at) VALUES
      ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000002', 'menu', 'Menu',
       'https://example.com/', now());
    INSERT INTO scan_events (scanned_at, qr_code_id, device, is_bot, visitor_hash)
      VALUES (now(), '00000000-0000-4000-8000-000000000003', 'mobile', false, '\\x00');`);
}

test("every migration has its way back", () => {
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !existsSync(join(folder, name, "down.sql")))).toEqual([]);
});

test("the migrated database is what the Prisma schema says", async () => {
  // Exit code 2, and so a failure here, when they differ.
  await runPrisma(
    ["migrate", "diff", "--from-config-datasource", "--to-schema", "prisma/schema", "--exit-code"],
    database().url,
  );
});

test("a difference between database and schema is found", async () => {
  const { pool, url } = database();
  await pool.query("ALTER TABLE profiles ADD COLUMN planted TEXT");
  const difference = runPrisma(
    ["migrate", "diff", "--from-config-datasource", "--to-schema", "prisma/schema", "--exit-code"],
    url,
  );
  await expect(difference).rejects.toThrow("planted");
  await pool.query("ALTER TABLE profiles DROP COLUMN planted");
});

test("deploying twice changes nothing", async () => {
  const before = await describeSchema(database().pool);
  await migrate(database().url);
  expect(await describeSchema(database().pool)).toEqual(before);
});

describe("with data in place", () => {
  test("all the way down, and up again", async () => {
    const { pool, url } = database();
    await fill(pool);
    const before = await describeSchema(pool);
    for (const name of names.toReversed()) {
      await pool.query(read(name, "down.sql"));
      await pool.query("DELETE FROM _prisma_migrations WHERE migration_name = $1", [name]);
    }
    expect(await describeSchema(pool)).toEqual([]);
    await migrate(url);
    expect(await describeSchema(pool)).toEqual(before);
    await fill(pool);
  });

  test("each step alone, from the newest back", async () => {
    const { pool, url } = database();
    const newest = names.at(-1) ?? "";
    await pool.query(read(newest, "down.sql"));
    await pool.query("DELETE FROM _prisma_migrations WHERE migration_name = $1", [newest]);
    await migrate(url);
    expect((await pool.query("SELECT FROM profiles")).rowCount).toBeGreaterThanOrEqual(0);
  });
});
