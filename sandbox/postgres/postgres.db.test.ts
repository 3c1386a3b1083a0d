import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startPostgres } from "./postgres.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dynamicqr-postgres-"));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(sql).finally(() => client.end());
}

test("data outlives a stop, and a kill of whoever started the server", async () => {
  const module = new URL("./postgres.ts", import.meta.url).href;
  const code = `const { startPostgres } = await import(${JSON.stringify(module)});
    const server = await startPostgres({ folder: ${JSON.stringify(folder)} });
    console.log(server.url()); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  await query(String(line).trim(), "CREATE TABLE kept (id INTEGER); INSERT INTO kept VALUES (1)");
  child.kill("SIGKILL");
  await once(child, "exit");

  const said: string[] = [];
  const second = await startPostgres({ folder, say: (text) => said.push(text) });
  expect(said.join()).toContain("left behind");
  expect((await query(second.url(), "SELECT * FROM kept")).rowCount).toBe(1);
  await second.stop();
  expect(await second.isHealthy()).toBe(false);
});

test("the stand-in says that it is one, and its password is its owner's alone", async () => {
  const server = await startPostgres({ folder, durable: false });
  expect((await query(server.url(), "SELECT * FROM sandbox.marker")).rowCount).toBe(1);
  const wrong = server.url().replace(/postgres:[^@]+@/, "postgres:wrong@");
  await expect(query(wrong, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  await server.stop();
});

test("below a folder that only its owner can enter, the files go where Postgres reaches them", async () => {
  chmodSync(folder, 0o700);
  const closed = join(folder, "checkout", "postgres");
  mkdirSync(closed, { recursive: true });
  const said: string[] = [];
  const server = await startPostgres({ folder: closed, durable: false, say: (text) => said.push(text) });
  await query(server.url(), "CREATE TABLE kept (id INTEGER)");
  await server.stop();
  const again = await startPostgres({ folder: closed, durable: false });
  expect((await query(again.url(), "SELECT * FROM kept")).rowCount).toBe(0);
  await again.stop();

  // Root's Postgres runs as another user; an ordinary user's runs as that user, who may enter.
  const home = dirname(server.folder);
  if (process.getuid?.() !== 0) return expect(home).toBe(closed);
  expect(readFileSync(join(closed, "elsewhere"), "utf8").trim()).toBe(home);
  expect(said.join()).toContain(home);
  rmSync(home, { recursive: true, force: true });
});
