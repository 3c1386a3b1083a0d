import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Secrets of one sandbox. Each says `sandbox`, by which production recognises and refuses them. */
export type SandboxKeys = {
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  appSecret: string;
};

const random = (bytes: number) => randomBytes(bytes).toString("base64url");

/** The keys kept in that file, made on the first call. */
export function readKeys(file: string): SandboxKeys {
  if (!existsSync(file)) {
    const made: SandboxKeys = {
      publishableKey: `sb_publishable_sandbox_${random(16)}`,
      secretKey: `sb_secret_sandbox_${random(16)}`,
      jwtSecret: `sandbox-${random(48)}`,
      appSecret: `sandbox-${random(48)}`,
    };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, "utf8")) as SandboxKeys;
}
