import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { databaseName } from "../postgres/database.ts";
import "./global-setup.ts";

export type TestDatabase = {
  url: string;
  pool: pg.Pool;
  drop: () => Promise<void>;
};

/** A migrated database of one's own, empty but for what migrations put there. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject("databaseServerUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await runOnServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${databaseName}`);
  const address = new URL(serverUrl);
  address.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: address.href, max: 10 });
  // When the database is dropped, connections that other pools still hold are cut.
  pool.on("error", () => {});
  return {
    url: address.href,
    pool,
    drop: async () => {
      await pool.end();
      await runOnServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/**
 * Gives the test file a database of its own and the configuration of a local server on it, so
 * that `env()` and `pool()` work. The returned function answers once tests run.
 */
export function openTestDatabase(): () => TestDatabase {
  let database: TestDatabase | null = null;
  beforeAll(async () => {
    database = await createTestDatabase();
    configureFor(database.url);
  });
  afterAll(async () => {
    await database?.drop();
  });
  return () => {
    if (database === null) throw new Error("The test database is there only while tests and hooks run");
    return database;
  };
}

/** Gives this process, and those that it starts, the configuration of a local server on that database. */
export function configureFor(databaseUrl: string): void {
  Object.assign(process.env, {
    APP_ENV: "local",
    APP_URL: "http://127.0.0.1:3000",
    APP_SECRET: `sandbox-${"test".repeat(10)}`,
    DATABASE_URL: databaseUrl,
    DIRECT_DATABASE_URL: databaseUrl,
    SUPABASE_URL: "http://127.0.0.1:9",
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_sandbox_test",
    SUPABASE_SECRET_KEY: "sb_secret_sandbox_test",
    LOG_LEVEL: "silent",
  });
}

async function runOnServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
