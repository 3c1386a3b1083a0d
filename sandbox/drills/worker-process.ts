import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { findFreePort } from "../ports.ts";
import { root } from "../prisma.ts";

export type WorkerProcess = {
  /** Where deliveries go; the same after a crash. */
  url: string;
  /** Ends it as a power cut does and starts it again. */
  crash: () => Promise<void>;
  stop: () => Promise<void>;
};

const isProduct = process.env.DRILL_SERVER === "product";

/**
 * A process that takes deliveries and works them off: with `DRILL_SERVER=product` the real server
 * on the production build, else a small one with the same jobs.
 * @param program what runs instead, for drills of something else
 */
export async function startWorkerProcess(
  program = isProduct ? "src/server/main.ts" : "sandbox/drills/worker.ts",
): Promise<WorkerProcess> {
  const port = await findFreePort();
  const file = join(root, program);
  const url = `http://127.0.0.1:${port}`;
  let child = await start();

  async function start(): Promise<ChildProcess> {
    const started = fork(file, [], {
      cwd: root,
      execArgv: [],
      env: { ...process.env, NODE_ENV: "production", PORT: String(port), APP_URL: url },
    });
    const [message] = await Promise.race([once(started, "message"), once(started, "exit")]);
    if (message?.kind !== "listening") throw new Error(`the worker ended with ${message}`);
    return started;
  }

  async function end(how: () => void): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    how();
    await ended;
  }

  return {
    url: `${url}/api/webhooks/stripe`,
    async crash() {
      await end(() => child.kill("SIGKILL"));
      child = await start();
    },
    stop: () => end(() => child.disconnect()),
  };
}
