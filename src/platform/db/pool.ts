import pg from "pg";
import { isTransactionPooler } from "#lib/env/rules.ts";
import { env } from "#lib/env/server.ts";
import { log } from "#platform/log/log.ts";
import { once } from "#platform/process.ts";

const connectTimeoutMs = 3_000;
const statementTimeoutMs = 15_000;
const lockTimeoutMs = 5_000;
const idleInTransactionTimeoutMs = 15_000;

/** A pool whose every wait is bounded; a connection that dies while idle is logged and replaced. */
export function createPool(databaseUrl: string, max = 10): pg.Pool {
  const created = new pg.Pool({
    connectionString: databaseUrl,
    application_name: "dynamicqr",
    max,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // Later than Postgres's own limit, so that it only fires when no answer comes at all.
    query_timeout: statementTimeoutMs + 2_000,
    // Where a pooler may refuse these, the limit above has to do.
    ...(isTransactionPooler(databaseUrl)
      ? {}
      : {
          statement_timeout: statementTimeoutMs,
          lock_timeout: lockTimeoutMs,
          idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
        }),
  });
  created.on("error", (err) => log().warn({ err }, "an idle database connection was lost"));
  return created;
}

/** The process's one pool on DATABASE_URL. */
export function pool(): pg.Pool {
  return once("db.pool", () => createPool(env().DATABASE_URL));
}
