import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

/** What a running sandbox tells of itself in `sandbox.env`. */
export type Stack = {
  appUrl: string;
  databaseUrl: string;
  supabaseUrl: string;
  supabaseKey: string;
  mailboxUrl: string;
  /** The local Stripe, with its pages and its controls. */
  stripeUrl: string;
  jobsSecret: string;
};

/** The variables of a file, by default the one that `E2E_SANDBOX_ENV` names; the global set-up sees to it. */
export function readStackVariables(file = process.env.E2E_SANDBOX_ENV): NodeJS.Dict<string> {
  if (!file) throw new Error("E2E_SANDBOX_ENV does not name a sandbox.env");
  return parseEnv(readFileSync(file, "utf8"));
}

export function readStack(file?: string): Stack {
  const values = readStackVariables(file);
  const get = (name: string): string => {
    const value = values[name];
    if (!value) throw new Error(`${name} is missing in sandbox.env`);
    return value;
  };
  return {
    appUrl: get("APP_URL"),
    databaseUrl: get("DATABASE_URL"),
    supabaseUrl: get("SUPABASE_URL"),
    supabaseKey: get("SUPABASE_PUBLISHABLE_KEY"),
    mailboxUrl: get("MAILBOX_URL"),
    stripeUrl: `http://${get("STRIPE_API_HOST")}`,
    jobsSecret: get("JOBS_SECRET"),
  };
}
