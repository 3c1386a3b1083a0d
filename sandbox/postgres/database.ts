import pg from "pg";

export const databaseName = "dynamicqr";

/**
 * Makes the database as a new project of Supabase looks before its first migration: the API's roles
 * exist and are granted everything that is made in `public`. Migrations must take that away again.
 * The marker row says that this database is a stand-in; it comes last, so a killed run starts over.
 */
export async function prepareDatabase(url: (database?: string) => string): Promise<void> {
  await withClient(url("postgres"), async (client) => {
    const found = await client.query("SELECT FROM pg_database WHERE datname = $1", [databaseName]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(databaseName)}`);
  });
  await withClient(url(), async (client) => {
    const marked = await client.query("SELECT to_regclass('sandbox.marker') IS NOT NULL AS is_marked");
    if (marked.rows[0].is_marked) return;
    await client.query(`BEGIN; ${likeSupabase} ${marker} COMMIT;`);
  });
}

const likeSupabase = `
  DO $$
  DECLARE
    api_role TEXT;
  BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', api_role);
      END IF;
    END LOOP;
    ALTER ROLE service_role BYPASSRLS;
  END $$;
  GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated, service_role;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO anon, authenticated, service_role;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
`;

const marker = `
  CREATE SCHEMA sandbox;
  CREATE TABLE sandbox.marker (name TEXT PRIMARY KEY, created_at TIMESTAMPTZ NOT NULL DEFAULT now());
  INSERT INTO sandbox.marker (name) VALUES ('dynamicqr sandbox');
`;

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
