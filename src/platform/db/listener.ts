import pg from "pg";
import { log } from "#platform/log/log.ts";

export type ListenerOptions = {
  /** A connection that keeps its session; never a pooler that works by transaction. */
  url: string;
  channel: string;
  onNotification: (payload: string) => void;
  /** From now on nothing is missed; whatever came before may have been. */
  onConnect: () => void;
  /** From now on notifications may be missed. */
  onDisconnect: () => void;
  heartbeatMs?: number;
};

export type Listener = { close: () => Promise<void> };

const firstRetryMs = 100;
const longestRetryMs = 3_000;
const connectTimeoutMs = 3_000;

/**
 * Listens on one channel for as long as it lives: reconnects with back-off, and asks the
 * connection for a sign of life so that one that died silently is noticed within two heartbeats.
 */
export function createListener(options: ListenerOptions): Listener {
  const heartbeatMs = options.heartbeatMs ?? 2_000;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let retryMs = firstRetryMs;
  let isClosed = false;

  async function connect(): Promise<void> {
    const mine = new pg.Client({
      connectionString: options.url,
      application_name: "dynamicqr-listener",
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: heartbeatMs,
      keepAlive: true,
    });
    let isListening = false;
    let isLost = false;
    const lose = (err?: Error) => {
      if (isLost) return;
      isLost = true;
      if (client === mine) client = null;
      clearTimeout(timer);
      // `end` would wait for a dead peer's answer.
      destroySocket(mine);
      if (isListening) options.onDisconnect();
      if (isClosed) return;
      log().warn({ err, retryMs, channel: options.channel }, "the listening connection is away");
      timer = setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    };
    client = mine;
    mine.on("error", lose);
    mine.on("end", () => lose());
    mine.on("notification", ({ payload }) => options.onNotification(payload ?? ""));
    const beat = () => {
      mine.query("SELECT 1").then(
        () => {
          if (!isLost && !isClosed) timer = setTimeout(beat, heartbeatMs);
        },
        (err: Error) => lose(err),
      );
    };
    try {
      await mine.connect();
      await mine.query(`LISTEN ${pg.escapeIdentifier(options.channel)}`);
    } catch (err) {
      lose(err instanceof Error ? err : new Error(String(err)));
      return;
    }
    if (isLost) return;
    if (isClosed) return lose();
    isListening = true;
    retryMs = firstRetryMs;
    options.onConnect();
    timer = setTimeout(beat, heartbeatMs);
  }

  void connect();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      const open = client;
      client = null;
      if (open) await Promise.race([open.end(), delay(500)]).catch(() => {});
    },
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function destroySocket(client: pg.Client): void {
  // SAFETY: pg keeps its socket at `connection.stream`; its types leave that out.
  const { connection } = client as unknown as { connection?: { stream?: { destroy(): void } } };
  connection?.stream?.destroy();
}
