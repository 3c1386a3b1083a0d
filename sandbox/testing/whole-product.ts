import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "../ports.ts";

/** A first start builds the product; on a slow machine that takes its time. */
const startMs = 300_000;
const stopMs = 30_000;

export type WholeProduct = {
  /** The file that tells what runs where. */
  envFile: string;
  stop: () => Promise<void>;
};

/**
 * Runs the product as `npm run up` does, on a folder and a port of its own.
 * @param settings variables of the shell, such as TRUSTED_PROXY
 * @throws Error with what it printed, when it does not start
 */
export async function startWholeProduct(settings: Record<string, string> = {}): Promise<WholeProduct> {
  const dataDir = mkdtempSync(join(tmpdir(), "dynamicqr-whole-"));
  // Postgres runs as a user of its own when we are root, and has to get in.
  chmodSync(dataDir, 0o755);
  const port = await findFreePort();
  const up = spawn(process.execPath, ["sandbox/up.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...settings, DATA_DIR: dataDir, PORT: String(port) },
  });
  await new Promise<void>((resolve, reject) => {
    let output = "";
    const fail = (why: string) => reject(new Error(`the product did not start: ${why}\n${output}`));
    const timer = setTimeout(() => fail("time is up"), startMs);
    up.once("exit", (code) => fail(`exit code ${code}`));
    up.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (!output.includes(`:${port}`) || !output.includes("Ctrl-C")) return;
      clearTimeout(timer);
      resolve();
    });
  });
  return {
    envFile: join(dataDir, "sandbox.env"),
    async stop() {
      up.removeAllListeners("exit");
      const ended = once(up, "exit");
      up.kill("SIGINT");
      const timer = setTimeout(() => up.kill("SIGKILL"), stopMs);
      await ended;
      clearTimeout(timer);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
