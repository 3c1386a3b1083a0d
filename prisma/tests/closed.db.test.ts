import { expect, test } from "vitest";
import { openTestDatabase } from "../../sandbox/testing/test-database.ts";

const database = openTestDatabase();
const apiRoles = ["anon", "authenticated"];

type Table = { name: string; kind: string; is_secured: boolean };

/** Whatever can hold rows: tables, partitioned tables, partitions, views, Prisma's own table. */
async function readTables(): Promise<Table[]> {
  const found = await database().pool.query(
    `SELECT relname AS name, relkind AS kind, relrowsecurity AS is_secured FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY relname`,
  );
  return found.rows;
}

test("the tables are seen, partitions and Prisma's own among them", async () => {
  const names = (await readTables()).map((table) => table.name);
  expect(names).toEqual(
    expect.arrayContaining(["profiles", "qr_codes", "_prisma_migrations", "scan_events"]),
  );
  expect(names.filter((name) => /^scan_events_(\d|default)/.test(name)).length).toBeGreaterThan(2);
});

test("every table has row-level security and no policy", async () => {
  expect((await readTables()).filter((table) => !table.is_secured)).toEqual([]);
  const policies = await database().pool.query("SELECT * FROM pg_policies WHERE schemaname = 'public'");
  expect(policies.rows).toEqual([]);
});

test.each(apiRoles)("%s can neither read nor write any table", async (role) => {
  const client = await database().pool.connect();
  try {
    for (const { name } of await readTables()) {
      const table = client.escapeIdentifier(name);
      for (const attempt of [
        `SELECT * FROM public.${table}`,
        `INSERT INTO public.${table} DEFAULT VALUES`,
        `DELETE FROM public.${table}`,
        `TRUNCATE public.${table}`,
      ]) {
        await client.query(`BEGIN; SET LOCAL ROLE ${role}`);
        const error = await client.query(attempt).catch((caught: unknown) => caught);
        await client.query("ROLLBACK");
        expect(error, `${role}: ${attempt}`).toMatchObject({ code: "42501" });
      }
    }
  } finally {
    client.release();
  }
});

test.each(apiRoles)("%s holds no privilege on tables, sequences and functions", async (role) => {
  const held = await database().pool.query(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
       AND has_table_privilege($1, oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
     UNION ALL
     SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
       AND has_sequence_privilege($1, format('public.%I', sequencename), 'USAGE, SELECT, UPDATE')
     UNION ALL
     SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
       AND has_function_privilege($1, oid, 'EXECUTE')`,
    [role],
  );
  expect(held.rows).toEqual([]);
});

test.each(apiRoles)("a table made later is closed to %s as well", async (role) => {
  const client = await database().pool.connect();
  try {
    await client.query(
      `CREATE TABLE public.made_later (id INTEGER); SELECT ensure_scan_partitions('2031-01-01', 0)`,
    );
    const held = await client.query(
      `SELECT relname FROM pg_class WHERE relname IN ('made_later', 'scan_events_2031_01')
         AND has_table_privilege($1, oid, 'SELECT, INSERT, UPDATE, DELETE')`,
      [role],
    );
    expect(held.rows).toEqual([]);
  } finally {
    await client.query("DROP TABLE IF EXISTS public.made_later, public.scan_events_2031_01");
    client.release();
  }
});
