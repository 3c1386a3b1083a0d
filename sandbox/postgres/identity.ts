import { spawnSync } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { PostgresBinaries } from "./binaries.ts";

/** Who runs Postgres: null is the user who runs us; root must step down, which Postgres insists on. */
export type Identity = { uid: number; gid: number } | null;

const userName = "postgres";
/** Where binaries and data go when the user `postgres` cannot reach the checkout (mode 0700 above it). */
export const reachableFolder = "/var/lib/dynamicqr";

/** The identity to run Postgres with; as root it makes the user `postgres` when there is none. */
export function requireIdentity(say: (line: string) => void): Identity {
  if (process.getuid?.() !== 0) return null;
  const found = findUser();
  if (found !== null) return found;
  say(`Postgres refuses to run as root: creating the user "${userName}"`);
  spawnSync("groupadd", ["--system", userName]);
  const made = spawnSync(
    "useradd",
    ["--system", "--gid", userName, "--no-create-home", "--home-dir", "/nonexistent", userName],
    { encoding: "utf8" },
  );
  const created = findUser();
  if (created === null) {
    throw new Error(
      `Postgres refuses to run as root, and the user "${userName}" could not be created ` +
        `(${made.error?.message ?? made.stderr.trim()}). Create it, or run this as an ordinary user`,
    );
  }
  return created;
}

function findUser(): Identity {
  const read = (flag: string) => spawnSync("id", [flag, userName], { encoding: "utf8" });
  const [uid, gid] = [read("-u"), read("-g")];
  if (uid.status !== 0 || gid.status !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** Whether that user can read and enter `path`, asked of the system itself by becoming that user. */
export function canReach(identity: Identity, path: string): boolean {
  if (identity === null) return true;
  const asked = spawnSync("/bin/sh", ["-c", 'test -r "$1" && test -x "$1"', "sh", path], {
    ...identity,
    cwd: "/",
  });
  return asked.status === 0;
}

/** The binaries' folder itself where it can be reached, else that of a copy of it. */
export function placeBinaries(
  binaries: PostgresBinaries,
  identity: Identity,
  say: (line: string) => void,
): string {
  if (canReach(identity, join(binaries.root, "bin"))) return binaries.root;
  const copy = join(reachableFolder, `postgres-${binaries.version}`);
  if (existsSync(copy)) return copy;
  say(`The user "${userName}" cannot reach ${binaries.root}: copying Postgres to ${copy}`);
  mkdirSync(reachableFolder, { recursive: true, mode: 0o755 });
  // Copied under another name first, so that half a copy is never taken for a whole one.
  const partial = `${copy}.${process.pid}`;
  cpSync(binaries.root, partial, { recursive: true, verbatimSymlinks: true });
  renameSync(partial, copy);
  return copy;
}

/** Makes a folder that belongs to the one who runs Postgres. */
export function makeOwnFolder(path: string, identity: Identity): void {
  mkdirSync(path, { recursive: true, mode: 0o755 });
  if (identity !== null) chownSync(path, identity.uid, identity.gid);
}
