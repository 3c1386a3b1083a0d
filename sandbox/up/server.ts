import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../prisma.ts";
import { UpError } from "./steps.ts";

export type ProductServer = {
  pid: number;
  logFile: string;
  onExit: (listener: () => void) => void;
  stop: () => Promise<void>;
};

const readyTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;
const maxLogBytes = 20 * 1024 * 1024;

/** Starts the product itself and waits until it says that it is ready. */
export async function startServer(options: {
  env: NodeJS.ProcessEnv;
  host: string;
  port: number;
  logFolder: string;
}): Promise<ProductServer> {
  mkdirSync(options.logFolder, { recursive: true });
  const logFile = join(options.logFolder, "server.log");
  if (existsSync(logFile) && statSync(logFile).size > maxLogBytes) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, "a", 0o600);
  const child = spawn(process.execPath, ["src/server/main.ts"], {
    cwd: root,
    env: options.env,
    // The channel lets it see that we are gone, also after a kill -9, and leave no orphan.
    stdio: ["ignore", log, log, "ipc"],
    // Out of the terminal's group: Ctrl-C must reach it only when its turn has come.
    detached: true,
  });
  closeSync(log);
  await waitUntilReady(child, readyUrl(options.host, options.port), logFile);
  let isStopping = false;
  return {
    pid: child.pid ?? 0,
    logFile,
    onExit: (listener) => {
      child.once("exit", () => {
        if (!isStopping) listener();
      });
    },
    stop: async () => {
      isStopping = true;
      await stopChild(child);
    },
  };
}

/** Where a server that listens on `host` can be asked from here; a wildcard is no address to call. */
export function readyUrl(host: string, port: number): string {
  const called = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${called.includes(":") ? `[${called}]` : called}:${port}/api/ready`;
}

async function waitUntilReady(child: ChildProcess, url: string, logFile: string): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  let isGone = false;
  child.once("exit", () => {
    isGone = true;
  });
  while (!isGone && Date.now() < deadline) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  await stopChild(child);
  throw new UpError(`The server did not become ready. The end of ${logFile}:\n${endOf(logFile)}`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
  await exited;
  clearTimeout(killer);
}

/** The last lines of a log. */
export function endOf(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}
