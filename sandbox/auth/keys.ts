import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Secrets of one sandbox. Each says `sandbox`, by which production recognises and refuses them. */
export type SandboxKeys = {
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  appSecret: string;
  stripeSecretKey: string;
  stripeWebhookSecret: string;
  jobsSecret: string;
};

const random = (bytes: number) => randomBytes(bytes).toString("base64url");

function makeKeys(): SandboxKeys {
  return {
    publishableKey: `sb_publishable_sandbox_${random(16)}`,
    secretKey: `sb_secret_sandbox_${random(16)}`,
    jwtSecret: `sandbox-${random(48)}`,
    appSecret: `sandbox-${random(48)}`,
    stripeSecretKey: `sk_test_sandbox_${random(16)}`,
    stripeWebhookSecret: `whsec_sandbox_${random(24)}`,
    jobsSecret: `sandbox-${random(24)}`,
  };
}

/** The keys kept in that file; those that are not in it yet are made and kept from then on. */
export function readKeys(file: string): SandboxKeys {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<SandboxKeys>) : {};
  const keys = { ...makeKeys(), ...kept };
  if (Object.keys(keys).length > Object.keys(kept).length) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  }
  return keys;
}
