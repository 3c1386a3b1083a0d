import { Redis as Client } from "ioredis";
import { env } from "#lib/env/server.ts";
import { log } from "#platform/log/log.ts";
import { gaugeElsewhere } from "#platform/metrics/metrics.ts";
import { once } from "#platform/process.ts";
import { secondMs } from "#shared/time.ts";

/** No command is waited for longer: whoever asks can do without the answer. */
const commandTimeoutMs = 100;
const probeEveryMs = 500;
/** So many probes in vain, and the connection itself is taken for dead: a new one is made. */
const probesPerConnection = 10;
const longestReconnectMs = secondMs;

export type Redis = {
  /**
   * The command's answer, or null while Redis is away. The first command that fails or is slower
   * than 100 ms opens the breaker: until a probe in the background is answered, nobody waits for
   * Redis at all.
   */
  ask: <T>(command: (client: Client) => Promise<T>) => Promise<{ value: T } | null>;
  /** Whether it would be asked now. */
  readonly isThere: boolean;
  /** For libraries that bring their own commands. */
  readonly client: Client;
  close: () => void;
};

/** Redis is a helper: everything that it holds is known to Postgres too, or not worth knowing. */
export function createRedis(url: string, options: { connectTimeoutMs: number; maxRetries: number }): Redis {
  const client = new Client(url, {
    connectTimeout: options.connectTimeoutMs,
    maxRetriesPerRequest: options.maxRetries,
    commandTimeout: commandTimeoutMs,
    enableOfflineQueue: false,
    // A command that nobody waits for any more must not be carried out later.
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(times * 100, longestReconnectMs),
  });
  let probe: NodeJS.Timeout | null = null;
  let failedProbes = 0;

  function open(error: unknown): void {
    if (probe !== null) return;
    log().warn({ err: error }, "redis is away; Postgres does its work");
    failedProbes = 0;
    probe = setInterval(() => void look(), probeEveryMs).unref();
  }

  async function look(): Promise<void> {
    if (client.status !== "ready") return;
    try {
      await client.ping();
      if (probe === null) return;
      clearInterval(probe);
      probe = null;
      log().info("redis is back");
    } catch {
      if (++failedProbes % probesPerConnection === 0) client.disconnect(true);
    }
  }

  // Connections that end are told here; without a listener they would end the process.
  client.on("error", open);
  return {
    client,
    get isThere() {
      return probe === null && client.status === "ready";
    },
    async ask(command) {
      if (!this.isThere) return null;
      try {
        return { value: await command(client) };
      } catch (error) {
        open(error);
        return null;
      }
    },
    close() {
      if (probe !== null) clearInterval(probe);
      client.disconnect();
    },
  };
}

/** The process's one connection to REDIS_URL; null where none is configured. */
export function redis(): Redis | null {
  return once("redis", () => {
    const { REDIS_URL, REDIS_CONNECT_TIMEOUT_MS, REDIS_MAX_RETRIES } = env();
    if (!REDIS_URL) return null;
    const created = createRedis(REDIS_URL, {
      connectTimeoutMs: REDIS_CONNECT_TIMEOUT_MS,
      maxRetries: REDIS_MAX_RETRIES,
    });
    gaugeElsewhere("redis_there", "1 while Redis is asked, 0 while Postgres does its work.", () =>
      Number(created.isThere),
    );
    return created;
  });
}
