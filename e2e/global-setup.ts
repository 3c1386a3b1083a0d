import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

/** A first start builds the product; on a slow machine that takes its time. */
const startMs = 300_000;
const stopMs = 30_000;

/**
 * Runs the product as `npm run up` does, on a folder and a port of its own, for as long as the
 * journeys take. With E2E_SANDBOX_ENV set, they run against what runs already.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.E2E_SANDBOX_ENV) return undefined;
  const dataDir = mkdtempSync(join(tmpdir(), "dynamicqr-e2e-"));
  // Postgres runs as a user of its own when we are root, and has to get in.
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const up = spawn(process.execPath, ["sandbox/up.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
    // Every journey comes from an address of its own, so that none uses up another's limits.
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), TRUSTED_PROXY: "1" },
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
  process.env.E2E_SANDBOX_ENV = join(dataDir, "sandbox.env");
  return async () => {
    up.removeAllListeners("exit");
    const ended = once(up, "exit");
    up.kill("SIGINT");
    const timer = setTimeout(() => up.kill("SIGKILL"), stopMs);
    await ended;
    clearTimeout(timer);
    rmSync(dataDir, { recursive: true, force: true });
  };
}
