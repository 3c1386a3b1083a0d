import { existsSync, readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { olderNames, readVariable } from "#lib/env/read-variable.ts";
import { variables } from "#lib/env/schema.ts";
import { UpError } from "./steps.ts";

export type Options = {
  port: number;
  host: string;
  /** The address that is printed and that codes carry. */
  appUrl: string;
  dataDir: string;
  /** Migrates a real database, which nothing else does. */
  mayMigrate: boolean;
  /** What `.env.local` says, older names under their newer ones. */
  fromFile: Record<string, string>;
  /** Settings of the shell, which win over the file's. */
  fromShell: Record<string, string>;
  /** Postgres and Supabase of `.env.local` instead of the local stand-ins. */
  isReal: boolean;
};

const known = Object.keys(variables.shape);
const together = ["DATABASE_URL", "SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY"];
const flags = ["--migrate"];
/** Ways of working that the shell may set; addresses and keys of services it may not. */
const shellSettings = ["TRUSTED_PROXY", "LOG_LEVEL", "JOBS_MODE", "BILLING_ENABLED", "GATEKEEPER_ENABLED"];

/** What this run is to do; throws an `UpError` for what does not fit together. */
export function readOptions(
  parameters: string[],
  shell: Record<string, string | undefined>,
  root: string,
): Options {
  const unknown = parameters.find((parameter) => !flags.includes(parameter));
  if (unknown !== undefined)
    throw new UpError(`${unknown} is not known here. There is only: ${flags.join(", ")}`);
  const fromFile = readFile(join(root, ".env.local"));
  const port = readPort(shell.PORT || fromFile.PORT || "3000");
  const host = shell.HOST || fromFile.HOST || "127.0.0.1";
  const given = together.filter((name) => fromFile[name] !== undefined);
  if (given.length > 0 && given.length < together.length) {
    const missing = together.filter((name) => fromFile[name] === undefined);
    throw new UpError(
      `.env.local sets ${given.join(", ")} but not ${missing.join(", ")}. Supabase and Postgres belong ` +
        "together: set all of them, or none to use the local stand-ins",
    );
  }
  if (/^(sk|rk)_live_/.test(fromFile.STRIPE_SECRET_KEY ?? "")) {
    throw new UpError("STRIPE_SECRET_KEY in .env.local is a live key. Use one that starts with sk_test_");
  }
  return {
    port,
    host,
    appUrl: fromFile.APP_URL ?? `http://${nameOf(host)}:${port}`,
    dataDir: resolve(root, shell.DATA_DIR || ".data"),
    mayMigrate: parameters.includes("--migrate"),
    fromFile,
    fromShell: Object.fromEntries(
      shellSettings.flatMap((name) => (shell[name] ? [[name, shell[name]]] : [])),
    ),
    isReal: given.length === together.length,
  };
}

function readFile(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  const parsed = parseEnv(readFileSync(path, "utf8"));
  const values: Record<string, string> = {};
  for (const name of known) {
    const value = readVariable(parsed, name);
    if (value) values[name] = value;
  }
  return values;
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new UpError(`PORT=${text} is not a port. Choose a number from 1 to 65535`);
}

/** Short links must work on a phone when the product is opened to the network. */
function nameOf(host: string): string {
  if (host === "127.0.0.1" || host === "::1" || host === "localhost") return "localhost";
  if (host !== "0.0.0.0" && host !== "::") return host;
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find((address) => address.family === "IPv4" && !address.internal)?.address ?? "localhost";
}

/** The shell's own environment without any variable of the product's: those come from us alone. */
export function bareEnvironment(shell: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = new Set([...known, ...Object.values(olderNames), "NODE_OPTIONS"]);
  // SAFETY: only what Node itself put there is passed on.
  return Object.fromEntries(Object.entries(shell).filter(([name]) => !ours.has(name))) as NodeJS.ProcessEnv;
}
