import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root, runPrisma } from "../prisma.ts";
import { whenChanged } from "./inputs.ts";
import { lockFolder } from "./lock.ts";
import { bareEnvironment } from "./options.ts";
import { UpError } from "./steps.ts";

const clientStamp = "src/platform/db/generated/inputs.sha256";
const buildStamp = ".next/inputs.sha256";
const buildInputs = [
  "src",
  "messages",
  "public",
  "middleware.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
  "prisma/schema",
];

/** Writes Prisma's client when the schema is another than the last time. */
export function generateClient(): Promise<boolean> {
  return whenChanged(root, ["prisma/schema", "package-lock.json"], clientStamp, async () => {
    await runPrisma(["generate"]);
  });
}

/** Makes the production build when its sources are others than the last time. */
export async function buildProduct(): Promise<boolean> {
  const lock = await takeBuildLock();
  try {
    return await whenChanged(root, buildInputs, buildStamp, async () => {
      rmSync(join(root, buildStamp), { force: true });
      await runNextBuild();
    });
  } finally {
    lock.release();
  }
}

/** Two runs with data of their own share one folder of the build. */
async function takeBuildLock() {
  for (;;) {
    const lock = await lockFolder(root, "build");
    if (lock.isHeld) return lock;
    await sleep(500);
  }
}

async function runNextBuild(): Promise<void> {
  const cli = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const child = spawn(process.execPath, [cli, "build"], {
    cwd: root,
    env: { ...bareEnvironment(process.env), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new UpError(`The build failed:\n${printed.trim()}`);
}
