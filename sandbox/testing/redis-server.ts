import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { findFreePort } from "../ports.ts";

export type RedisServer = {
  url: string;
  /** Ends it without a word, as a crash does. */
  kill: () => Promise<void>;
  /** Lets it hang: it accepts connections and answers nothing. */
  freeze: () => void;
  thaw: () => void;
  /** Starts it again, empty, where it was. */
  restart: () => Promise<void>;
  flush: () => Promise<void>;
  stop: () => Promise<void>;
};

/** A real redis-server on a port of its own, which keeps nothing on disk. */
export async function startRedisServer(): Promise<RedisServer> {
  const port = await findFreePort();
  const url = `redis://127.0.0.1:${port}`;
  let child = await start(port);

  async function end(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
  return {
    url,
    kill: end,
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    restart: async () => {
      await end();
      child = await start(port);
    },
    flush: async () => {
      const client = new Redis(url);
      await client.flushall();
      client.disconnect();
    },
    stop: end,
  };
}

async function start(port: number): Promise<ChildProcess> {
  const command = process.env.REDIS_SERVER_PATH ?? "redis-server";
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const child = spawn(command, options, { stdio: "ignore" });
  const failed = once(child, "error").then(([error]) => Promise.reject(error as Error));
  const ready = (async () => {
    for (;;) {
      const client = new Redis({ host: "127.0.0.1", port, lazyConnect: true, retryStrategy: () => null });
      client.on("error", () => {});
      const answer = await client.ping().catch(() => null);
      client.disconnect();
      if (answer === "PONG") return;
      await sleep(20);
    }
  })();
  await Promise.race([ready, failed]);
  return child;
}
