import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { runCommand } from "./run-command.ts";

const names = ["redis-server", "/usr/bin/redis-server", "/usr/local/bin/redis-server", "valkey-server"];
const installMs = 300_000;

/** What a person types when no Redis could be had. */
export const redisAdvice = "apt-get install redis-server   (or: brew install redis)";

/** A Redis to start: one that is there, else Debian's; null when none can be had. */
export async function findRedisServer(): Promise<string | null> {
  const found = lookAround();
  if (found !== null || process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return found;
  console.log("No redis-server is here: installing Debian's with apt-get, as root …");
  const options = { timeoutMs: installMs, env: { DEBIAN_FRONTEND: "noninteractive" } };
  await runCommand("apt-get", ["update", "-q"], options);
  await runCommand("apt-get", ["install", "-y", "-q", "--no-install-recommends", "redis-server"], options);
  return lookAround();
}

function lookAround(): string | null {
  const candidates = [process.env.REDIS_SERVER_PATH, ...names];
  return candidates.find((path) => path !== undefined && spawnSync(path, ["--version"]).status === 0) ?? null;
}
