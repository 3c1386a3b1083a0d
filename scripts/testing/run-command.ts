import { spawn } from "node:child_process";
import { root } from "../../sandbox/prisma.ts";

/** Runs a program to its end with its output shown; answers its exit code, 124 when time was up. */
export async function runCommand(
  command: string,
  parameters: string[],
  options: { timeoutMs: number; env?: Record<string, string> },
): Promise<number> {
  const child = spawn(command, parameters, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...options.env },
  });
  let isTimeUp = false;
  const timer = setTimeout(() => {
    isTimeUp = true;
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 10_000).unref();
  }, options.timeoutMs);
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(127));
    child.once("close", resolve);
  });
  clearTimeout(timer);
  return isTimeUp ? 124 : (code ?? 1);
}
