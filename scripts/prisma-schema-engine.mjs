#!/usr/bin/env node
// Prisma's schema engine without its download: the WebAssembly build from npm, behind the
// protocol that the Prisma CLI speaks with the native binary (line-delimited JSON-RPC on stdin
// and stdout). prisma.config.ts points PRISMA_SCHEMA_ENGINE_BINARY here.
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

// The codes that Prisma's CLI knows: JSON-RPC's own "method not found" and "known error".
const METHOD_NOT_FOUND = -32601;
const KNOWN_ERROR = 4466;
// Postgres's internal type "char", in which the catalogue holds its one-letter codes.
const INTERNAL_CHAR_OID = 18;
const TEXT_OID = 25;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: "string", multiple: true },
    datasource: { type: "string" },
    "enabled-preview-features": { type: "string" },
    "extension-types": { type: "string" },
  },
});
const datasource = values.datasource === undefined ? {} : JSON.parse(values.datasource);

const createPool = (url) => new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 20_000 });

/** The adapter refuses a column of the internal type "char"; the engine wants it as a character. */
function withCharacters(queryable) {
  const { queryRaw } = queryable;
  queryable.queryRaw = async (query) => {
    const characters = new Set();
    const call = Object.create(queryable, {
      performIO: {
        value: async (input) => {
          const result = await queryable.performIO(input);
          for (const [index, field] of result.fields.entries()) {
            if (field.dataTypeID !== INTERNAL_CHAR_OID) continue;
            field.dataTypeID = TEXT_OID;
            characters.add(index);
          }
          return result;
        },
      },
    });
    const result = await queryRaw.call(call, query);
    for (const index of characters) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return queryable;
}

/**
 * Runs a migration's script whole, as the native engine does: the adapter cuts it at every
 * semicolon, also inside a function's body.
 */
function withWholeScripts(adapter) {
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

function adapt(adapter) {
  const { startTransaction } = adapter;
  adapter.startTransaction = async (level) => withCharacters(await startTransaction.call(adapter, level));
  return withWholeScripts(withCharacters(adapter));
}

class EngineAdapterFactory extends PrismaPg {
  constructor(url) {
    super(createPool(url));
    this.url = url;
  }

  async connect() {
    return adapt(await super.connect());
  }

  // The adapter's own would connect to the address as it stands, which is the real database.
  async connectToShadowDb() {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    const address = new URL(this.url);
    address.pathname = `/${name}`;
    const main = await this.connect();
    await main.executeScript(`CREATE DATABASE "${name}"`);
    const pool = createPool(address.href);
    const shadow = adapt(await new PrismaPg(pool).connect());
    shadow.dispose = async () => {
      await pool.end();
      await main.executeScript(`DROP DATABASE "${name}"`);
    };
    return shadow;
  }
}

/** The words of Prisma's known errors for what stops a connection. */
function connectionError(error, url) {
  const { hostname, port, pathname } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  if (error.code === "3D000") {
    return { error_code: "P1003", message: `Database \`${database}\` does not exist on the database server` };
  }
  if (error.code === "28P01" || error.code === "28000") {
    return { error_code: "P1000", message: "Authentication failed: the database refused these credentials" };
  }
  return {
    error_code: "P1001",
    message: `Can't reach database server at \`${hostname}:${port || 5432}\` (${error.message})`,
  };
}

async function runCommand(command, url) {
  if (command !== "can-connect-to-database") {
    return fail({ error_code: "P1000", message: `The command ${command} is not supported here` });
  }
  const pool = createPool(url);
  try {
    await pool.query("SELECT 1");
    return 0;
  } catch (error) {
    return fail(connectionError(error, url));
  } finally {
    await pool.end();
  }
}

/** The CLI finds the reason of a failed command in a log line of this shape; it skips the first line. */
function fail(fields) {
  process.stderr.write(`\n${JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields })}\n`);
  return 1;
}

// Where the engine leaves its last words; what is thrown after that says only "unreachable".
let lastPanic = null;
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message: (message) => {
    lastPanic = message;
  },
};

async function loadEngine() {
  const path = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = await readFile(path.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine;
}

/** Works without a database for what compares only files: the pool connects when first used. */
async function createEngine() {
  const SchemaEngine = await loadEngine();
  const factory = new EngineAdapterFactory(datasource.url ?? "postgresql://127.0.0.1:1/none");
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const datamodels = await Promise.all(
    (values.datamodels ?? []).map(async (path) => [path, await readFile(path, "utf8")]),
  );
  const log = process.env.DEBUG?.includes("prisma") ? (line) => process.stderr.write(`${line}\n`) : () => {};
  return SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, log, adapter);
}

/** Known errors come as an error with a code of Prisma's; anything else is told as it is. */
function describeError(error) {
  if (lastPanic !== null) {
    return {
      code: KNOWN_ERROR,
      message: lastPanic,
      data: { is_panic: false, message: `Prisma's schema engine gave up: ${lastPanic}` },
    };
  }
  const known = typeof error?.code === "string" && /^P\d{4}$/.test(error.code);
  return {
    code: KNOWN_ERROR,
    message: error?.message ?? String(error),
    data: {
      is_panic: false,
      message: error?.message ?? String(error),
      ...(known ? { error_code: error.code, meta: error.meta ?? {} } : {}),
    },
  };
}

function serve() {
  let engine;
  let printed = 0;
  let current = null;
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

  async function answer({ id, method, params }) {
    current = id;
    try {
      engine ??= createEngine();
      const ready = await engine;
      if (typeof ready[method] !== "function") {
        return send({ id, error: { code: METHOD_NOT_FOUND, message: `Method not found: ${method}` } });
      }
      const result = (await ready[method](params)) ?? {};
      // What `diff` has to say goes to the CLI as a request of its own, before the answer.
      if (method === "diff" && typeof result.stdout === "string") {
        printed += 1;
        send({ id: 1_000_000 + printed, method: "print", params: { content: result.stdout } });
      }
      send({ id, result });
    } catch (error) {
      send({ id, error: describeError(error) });
    }
  }

  // A panic of the engine is thrown outside any call of ours; unanswered, the CLI would end with 0.
  process.on("uncaughtException", (error) => {
    send({ id: current, error: describeError(error) });
    process.exitCode = 1;
  });

  let queue = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    if (line.trim() === "") return;
    const message = JSON.parse(line);
    // The CLI's answer to `print` needs nothing done.
    if (message.method !== undefined) queue = queue.then(() => answer(message));
  });
  lines.on("close", () => queue.then(() => process.exit(0)));
}

if (positionals[0] === "cli") process.exitCode = await runCommand(positionals[1], datasource.url);
else serve();
