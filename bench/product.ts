import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { findFreePort } from "../sandbox/ports.ts";
import { startPostgres } from "../sandbox/postgres/postgres.ts";
import type { LoadResult, Order } from "./load.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export type Server = { port: number; process: ChildProcess; stop: () => Promise<void> };

/** A fresh Postgres of its own with the product's tables and `count` codes in it. */
export async function startDatabase(count: number) {
  const folder = mkdtempSync(join(tmpdir(), "dynamicqr-bench-"));
  const postgres = await startPostgres({ folder });
  const client = new pg.Client(postgres.url());
  await client.connect();
  const migrations = join(root, "prisma/migrations");
  for (const name of readdirSync(migrations).sort()) {
    if (/^\d+_/.test(name)) await client.query(readFileSync(join(migrations, name, "migration.sql"), "utf8"));
  }
  const workspace = "00000000-0000-4000-8000-000000000001";
  await client.query("INSERT INTO workspaces (id, name, updated_at) VALUES ($1, 'bench', now())", [
    workspace,
  ]);
  const slugs = Array.from({ length: count }, (_, n) => `bench-${n}`);
  await client.query(
    `INSERT INTO qr_codes (workspace_id, slug, name, destination, updated_at)
     SELECT $1, slug, slug, 'https://example.com/landing/' || slug, now() FROM unnest($2::text[]) AS slug`,
    [workspace, slugs],
  );
  return {
    url: postgres.url(),
    client,
    slugs,
    async stop() {
      await client.end();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The real server. With a build it serves the pages too, which costs nothing while nobody asks. */
export async function startProduct(
  databaseUrl: string,
  args: string[],
  nodeArgs: string[] = [],
): Promise<Server> {
  const port = await findFreePort();
  return startServer(join(root, "src/server/main.ts"), port, args, nodeArgs, {
    APP_ENV: "local",
    APP_URL: `http://localhost:${port}`,
    DATABASE_URL: databaseUrl,
    DIRECT_DATABASE_URL: databaseUrl,
    TRUSTED_PROXY: "1",
    APP_SECRET: "a secret of the bench, good for nothing else",
    SUPABASE_URL: "http://127.0.0.1:9",
    SUPABASE_PUBLISHABLE_KEY: "none",
    SUPABASE_SECRET_KEY: "none",
    LOG_LEVEL: "warn",
  });
}

export async function startBare(): Promise<Server> {
  return startServer(join(root, "bench/bare-server.ts"), await findFreePort(), [], [], {});
}

async function startServer(
  file: string,
  port: number,
  args: string[],
  nodeArgs: string[],
  env: Record<string, string>,
): Promise<Server> {
  const child = fork(file, args, {
    cwd: root,
    execArgv: nodeArgs,
    env: { PATH: process.env.PATH, NODE_ENV: "production", PORT: String(port), ...env },
  });
  await nextMessage(child);
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.disconnect();
    });
  return { port, process: child, stop };
}

/** The load generator in a process of its own. */
export function startLoad() {
  const child = fork(join(root, "bench/load.ts"), [], { execArgv: [] });
  return {
    async run(order: Order): Promise<LoadResult> {
      child.send(order);
      // SAFETY: the generator sends nothing but the result of an order.
      return (await nextMessage(child)) as LoadResult;
    },
    stop: () => child.disconnect(),
  };
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error(`${child.spawnargs.join(" ")} ended early`));
    child.once("exit", gone);
    child.once("message", (message) => {
      child.removeListener("exit", gone);
      resolve(message);
    });
  });
}

/** How many scans each of the three tables has. */
export async function countStored(
  client: pg.Client,
): Promise<{ events: number; daily: number; totals: number }> {
  const { rows } = await client.query(`
    SELECT (SELECT count(*) FROM scan_events)::int AS events,
           (SELECT coalesce(sum(scans), 0) FROM scan_daily)::int AS daily,
           (SELECT coalesce(sum(scans), 0) FROM scan_totals)::int AS totals`);
  return rows[0];
}
