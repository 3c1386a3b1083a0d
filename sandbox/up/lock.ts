import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Lock = { isHeld: true; tell: (what: string) => void; release: () => void };
export type Holder = { isHeld: false; told: string };

/**
 * One holder for a folder at a time. The lock is a socket that the system takes away from a process
 * that dies, however it dies; who holds it tells the others what it was given to tell.
 */
export async function lockFolder(folder: string, purpose: string): Promise<Lock | Holder> {
  mkdirSync(folder, { recursive: true });
  const path = socketPath(
    createHash("sha256")
      .update(`${purpose}:${realpathSync(folder)}`)
      .digest("hex"),
  );
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const lock = await tryListen(path);
    if (lock !== null) return lock;
    const told = await ask(path);
    if (told !== null) return { isHeld: false, told };
    // Nobody answers: a socket's file that outlived its process.
    if (path.startsWith("/")) rmSync(path, { force: true });
  }
  throw new Error(`The lock of ${folder} can neither be taken nor asked`);
}

/** Linux has sockets without a file, Windows named pipes; elsewhere it is a file to take over. */
function socketPath(hash: string): string {
  const name = `dynamicqr-${hash.slice(0, 24)}`;
  if (process.platform === "linux") return `\0${name}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function tryListen(path: string): Promise<Lock | null> {
  let told = "starting";
  const server: Server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(told);
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(path, () => {
      // Holding the lock alone keeps no process alive.
      server.unref();
      resolve({
        isHeld: true,
        tell: (what) => {
          told = what;
        },
        release: () => server.close(),
      });
    });
  });
}

function ask(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    let told = "";
    const socket = connect(path);
    socket.setTimeout(3_000, () => socket.destroy());
    socket.on("data", (chunk) => {
      told += chunk;
    });
    socket.on("error", () => resolve(null));
    socket.on("close", () => resolve(told === "" ? null : told));
  });
}
