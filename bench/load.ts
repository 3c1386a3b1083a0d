import { connect, type Socket } from "node:net";
import { makeRequests } from "./traffic.ts";

// The load generator, a process of its own: sockets that send a prepared request as soon as the
// answer to the one before has come. Started with IPC; takes one order after the other.
export type Order = {
  port: number;
  connections: number;
  ms: number;
  slugs: string[];
  seed: number;
  /** Requests a second over all connections; as fast as it goes without. */
  rate?: number;
};

export type LoadResult = {
  answered: number;
  other: number;
  errors: number;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
};

const redirectStart = "HTTP/1.1 302";
const bucketsPerMs = 20;
const longestMs = 5_000;

export function runLoad(order: Order): Promise<LoadResult> {
  const requests = makeRequests(order.slugs, 8_192, order.seed);
  const latencies = new Uint32Array(longestMs * bucketsPerMs);
  const counts = { answered: 0, other: 0, errors: 0 };
  const startedAt = performance.now();
  const endAt = startedAt + order.ms;
  let next = 0;

  function run(): Promise<void> {
    return new Promise((resolve) => {
      const socket: Socket = connect({ port: order.port, host: "127.0.0.1", noDelay: true });
      let sentAt = 0;
      let pending = "";
      const send = () => {
        if (performance.now() >= endAt) {
          socket.destroy();
          resolve();
          return;
        }
        sentAt = performance.now();
        socket.write(requests[next++ & 8_191] ?? "");
      };
      /** With a rate, a connection's sends are spread evenly; what is late is sent at once. */
      const gapMs = order.rate ? (order.connections * 1000) / order.rate : 0;
      let dueAt = startedAt + Math.random() * gapMs;
      const schedule = () => {
        if (gapMs === 0) return send();
        dueAt += gapMs;
        const waitMs = dueAt - performance.now();
        if (waitMs > 1) setTimeout(send, waitMs);
        else send();
      };
      socket.on("connect", schedule);
      socket.on("data", (data: Buffer) => {
        const text = pending === "" ? data.toString("latin1") : pending + data.toString("latin1");
        // Redirects have no body: an answer ends with its head.
        if (!text.endsWith("\r\n\r\n")) {
          pending = text;
          if (!text.startsWith(redirectStart)) counts.other++;
          return;
        }
        pending = "";
        if (text.startsWith(redirectStart)) counts.answered++;
        else counts.other++;
        const at = Math.round((performance.now() - sentAt) * bucketsPerMs);
        const bucket = Math.min(at, latencies.length - 1);
        latencies[bucket] = (latencies[bucket] ?? 0) + 1;
        schedule();
      });
      socket.on("error", () => {
        counts.errors++;
      });
      socket.on("close", () => resolve());
    });
  }

  const connections = Array.from({ length: order.connections }, run);
  return Promise.all(connections).then(() => ({
    ...counts,
    seconds: (performance.now() - startedAt) / 1000,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    maxMs: latencies.findLastIndex((count) => count > 0) / bucketsPerMs,
  }));
}

function quantile(latencies: Uint32Array, share: number): number {
  const wanted = latencies.reduce((sum, count) => sum + count, 0) * share;
  let seen = 0;
  const at = latencies.findIndex((count) => {
    seen += count;
    return seen >= wanted;
  });
  return at / bucketsPerMs;
}

process.on("message", async (order: Order) => {
  process.send?.(await runLoad(order));
});
process.once("disconnect", () => process.exit(0));
