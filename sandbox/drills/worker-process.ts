import { type ServerProcess, startServerProcess } from "../testing/server-process.ts";

/** Its `url` is where deliveries go. */
export type WorkerProcess = Pick<ServerProcess, "url" | "crash" | "stop">;

const isProduct = process.env.DRILL_SERVER === "product";

/**
 * A process that takes deliveries and works them off: with `DRILL_SERVER=product` the real server
 * on the production build, else a small one with the same jobs.
 * @param program what runs instead, for drills of something else
 */
export async function startWorkerProcess(
  program = isProduct ? "src/server/main.ts" : "sandbox/drills/worker.ts",
): Promise<WorkerProcess> {
  const server = await startServerProcess({}, { program });
  return { ...server, url: `${server.url}/api/webhooks/stripe` };
}
