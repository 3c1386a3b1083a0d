import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { findBinaries } from "./binaries.ts";
import {
  canReach,
  type Identity,
  makeOwnFolder,
  placeBinaries,
  reachableFolder,
  requireIdentity,
} from "./identity.ts";

/** One Postgres cluster: its binaries, its files and the user who runs it. */
export type Cluster = {
  bin: string;
  data: string;
  logFile: string;
  password: string;
  identity: Identity;
};

const executable = (name: string) => (process.platform === "win32" ? `${name}.exe` : name);

/**
 * Finds or makes the cluster that belongs to `folder`. Its password stays in that folder, mode 0600;
 * its data too, unless the user who runs Postgres cannot reach it.
 */
export function prepareCluster(
  folder: string,
  options: { durable: boolean; say: (line: string) => void },
): Cluster {
  const identity = requireIdentity(options.say);
  const root = placeBinaries(findBinaries(), identity, options.say);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const home = placeData(folder, identity, options.say);
  const cluster: Cluster = {
    bin: join(root, "bin"),
    data: join(home, "data"),
    logFile: join(home, "postgres.log"),
    password: readPassword(folder),
    identity,
  };
  if (!existsSync(join(cluster.data, "PG_VERSION"))) initialize(cluster, home, options.durable);
  return cluster;
}

/** The path stays written down, so that the data is found again on the next start. */
function placeData(folder: string, identity: Identity, say: (line: string) => void): string {
  const note = join(folder, "elsewhere");
  if (existsSync(note)) {
    const home = readFileSync(note, "utf8").trim();
    say(`The database's files are in ${home}`);
    makeOwnFolder(home, identity);
    return home;
  }
  if (canReach(identity, folder)) {
    if (identity !== null) chownSync(folder, identity.uid, identity.gid);
    return folder;
  }
  const home = join(reachableFolder, randomBytes(6).toString("hex"));
  say(`The user "postgres" cannot reach ${folder}: the database's files go to ${home}`);
  makeOwnFolder(home, identity);
  writeFileSync(note, `${home}\n`);
  return home;
}

function readPassword(folder: string): string {
  const file = join(folder, "password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

function initialize(cluster: Cluster, home: string, durable: boolean): void {
  // Made under another name first: a run that is killed here leaves nothing that looks finished.
  const building = join(home, "building");
  rmSync(building, { recursive: true, force: true });
  const passwordFile = join(home, "initial-password");
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  if (cluster.identity !== null) chownSync(passwordFile, cluster.identity.uid, cluster.identity.gid);
  try {
    run(cluster, "initdb", [
      ...["--pgdata", building, "--username", "postgres", "--pwfile", passwordFile],
      ...["--auth", "scram-sha-256", "--encoding", "UTF8"],
      ...["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"],
      ...(durable ? [] : ["--no-sync"]),
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  chmodSync(building, 0o700);
  renameSync(building, cluster.data);
}

/** Runs one of Postgres's own programs to its end, as the user who runs the server. */
export function run(cluster: Cluster, program: "initdb" | "pg_ctl", parameters: string[]): void {
  const done = spawnSync(join(cluster.bin, executable(program)), parameters, {
    ...(cluster.identity ?? {}),
    cwd: "/",
    encoding: "utf8",
    env: cleanEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (done.status !== 0) {
    throw new Error(
      `Postgres's ${program} failed: ${done.error?.message ?? (done.stderr || done.stdout).trim()}`,
    );
  }
}

/** A shell's own PGDATA, PGPORT and the like must not reach our server. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|NODE_)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv;
}
