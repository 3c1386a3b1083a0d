import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findFreePort } from "../ports.ts";
import { type Cluster, cleanEnvironment, prepareCluster, run } from "./cluster.ts";
import { databaseName, prepareDatabase } from "./database.ts";

export type PostgresOptions = {
  /** The folder that the database lives in; made when missing. */
  folder: string;
  /** A free one is taken when not given. */
  port?: number;
  /** False gives up safety against a crash of the machine for speed: for tests. */
  durable?: boolean;
  /** Told what a person should know. */
  say?: (line: string) => void;
};

export type Postgres = {
  port: number;
  /** Connection string of the database; with another name, of that database of the same server. */
  url: (database?: string) => string;
  /** Where the files really are. */
  folder: string;
  isHealthy: () => Promise<boolean>;
  /** Called when the server ends without having been asked to. */
  onExit: (listener: () => void) => void;
  stop: () => Promise<void>;
};

const startTimeoutMs = 90_000;
const maxLogBytes = 10 * 1024 * 1024;

/** Starts the Postgres of that folder, after stopping one that an earlier run left behind. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const durable = options.durable ?? true;
  const say = options.say ?? (() => {});
  const cluster = prepareCluster(options.folder, { durable, say });
  stopLeftOver(cluster, say);
  const { child, port } = await launch(cluster, options.port, durable);
  const url = (database = databaseName) =>
    `postgresql://postgres:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${database}`;

  let stopping = false;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await prepareDatabase(url);
  return {
    port,
    url,
    folder: cluster.data,
    isHealthy: () => canConnect(url()),
    onExit: (listener) => {
      child.once("exit", () => {
        if (!stopping) listener();
      });
    },
    stop: async () => {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) {
        // Fast shutdown: open transactions are rolled back, nothing committed is lost.
        run(cluster, "pg_ctl", [
          "stop",
          "--pgdata",
          cluster.data,
          "--mode",
          "fast",
          "--wait",
          "--timeout",
          "60",
        ]);
      }
      await exited;
    },
  };
}

async function launch(cluster: Cluster, wantedPort: number | undefined, durable: boolean) {
  // Somebody may take the free port before Postgres does; then another one is tried.
  for (let attempt = 1; ; attempt += 1) {
    const port = wantedPort ?? (await findFreePort());
    const child = spawnServer(cluster, port, durable);
    const failure = await waitUntilReady(cluster, child, port);
    if (failure === null) return { child, port };
    if (wantedPort !== undefined || attempt === 3 || !/could not bind/.test(failure)) {
      throw new Error(`Postgres did not start. The end of ${cluster.logFile}:\n${failure}`);
    }
  }
}

function spawnServer(cluster: Cluster, port: number, durable: boolean): ChildProcess {
  const isLogTooLong = existsSync(cluster.logFile) && statSync(cluster.logFile).size > maxLogBytes;
  const log = openSync(cluster.logFile, isLogTooLong ? "w" : "a", 0o600);
  if (cluster.identity !== null) chownSync(cluster.logFile, cluster.identity.uid, cluster.identity.gid);
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 100,
    shared_buffers: "128MB",
    work_mem: "8MB",
    maintenance_work_mem: "64MB",
    max_wal_size: "512MB",
    // One server alone: no replication, so the log need not carry it.
    wal_level: "minimal",
    max_wal_senders: 0,
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const child = spawn(
    join(cluster.bin, process.platform === "win32" ? "postgres.exe" : "postgres"),
    ["-D", cluster.data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    {
      ...(cluster.identity ?? {}),
      cwd: "/",
      env: cleanEnvironment(),
      stdio: ["ignore", log, log],
      // Out of the terminal's group: Ctrl-C must not reach it before those who still write to it.
      detached: true,
    },
  );
  closeSync(log);
  return child;
}

/** Null when it answers, else the end of its log. */
async function waitUntilReady(cluster: Cluster, child: ChildProcess, port: number): Promise<string | null> {
  const url = `postgresql://postgres:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/postgres`;
  const deadline = Date.now() + startTimeoutMs;
  let isGone = false;
  child.once("exit", () => {
    isGone = true;
  });
  child.once("error", () => {
    isGone = true;
  });
  while (Date.now() < deadline && !isGone) {
    if (await canConnect(url)) return null;
    await sleep(50);
  }
  if (!isGone) child.kill("SIGQUIT");
  return readFileSync(cluster.logFile, "utf8").trimEnd().split("\n").slice(-12).join("\n");
}

async function canConnect(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** After a `kill -9` of whoever started it, the server of this folder may still be running. */
function stopLeftOver(cluster: Cluster, say: (line: string) => void): void {
  const pidFile = join(cluster.data, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (isOurServer(pid, cluster.data)) {
    say("Stopping the Postgres that an earlier run left behind");
    run(cluster, "pg_ctl", ["stop", "--pgdata", cluster.data, "--mode", "fast", "--wait", "--timeout", "60"]);
    return;
  }
  // The number may belong to somebody else by now, which Postgres could take for its own.
  rmSync(pidFile, { force: true });
}

function isOurServer(pid: number, data: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const commandFile = `/proc/${pid}/cmdline`;
  if (existsSync(commandFile)) return readFileSync(commandFile, "utf8").split("\0").includes(data);
  const listed = spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
  // Where nothing can tell, pg_ctl decides by the file itself.
  return listed.status !== 0 || listed.stdout.includes(data);
}
