import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs a Prisma command to its end; what it printed becomes the error when it fails. */
export async function runPrisma(parameters: string[], databaseUrl?: string): Promise<string> {
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const { DATABASE_URL: _, DIRECT_DATABASE_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [cli, ...parameters], {
    cwd: root,
    env: {
      ...(inherited as NodeJS.ProcessEnv),
      CHECKPOINT_DISABLE: "1",
      DO_NOT_TRACK: "1",
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  child.stderr.on("data", (chunk) => {
    printed += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`prisma ${parameters.join(" ")} failed:\n${printed.trim()}`);
  return printed;
}

/** Brings a database to the newest migration. */
export async function migrate(databaseUrl: string): Promise<void> {
  await runPrisma(["migrate", "deploy"], databaseUrl);
}
