import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { databaseName } from "../postgres/database.ts";
import { startPostgres } from "../postgres/postgres.ts";
import { migrate } from "../prisma.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseServerUrl: string;
  }
}

/** One Postgres for the run, with one migrated database that tests copy. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "dynamicqr-test-"));
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({ folder, durable: false });
  await migrate(postgres.url());
  const client = new pg.Client({ connectionString: postgres.url("postgres") });
  await client.connect();
  // Nobody may connect to a database while it is copied.
  await client.query(`ALTER DATABASE ${databaseName} WITH ALLOW_CONNECTIONS false`);
  await client.end();
  project.provide("databaseServerUrl", postgres.url("postgres"));
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
