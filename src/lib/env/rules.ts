import type { Variables } from "./schema.ts";

/** What the local stand-ins write into their keys, so that nothing real ever runs on them. */
const standInWord = "sandbox";

const keys = [
  "APP_SECRET",
  "SUPABASE_PUBLISHABLE_KEY",
  "SUPABASE_SECRET_KEY",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "JOBS_SECRET",
] as const;

/** What is wrong with variables that are each well-formed, one sentence a problem with its remedy. */
export function findContradictions(values: Variables): string[] {
  return values.APP_ENV === "production" ? refusedInProduction(values) : refusedLocally(values);
}

function refusedInProduction(values: Variables): string[] {
  const problems: string[] = [];
  for (const name of keys) {
    if (values[name]?.includes(standInWord)) {
      problems.push(`${name} is a key of the local sandbox. Set a real one, or APP_ENV=local`);
    }
  }
  if (values.STRIPE_API_HOST !== undefined) {
    problems.push("STRIPE_API_HOST points away from Stripe, which is for local use only. Remove it");
  }
  for (const name of ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"] as const) {
    if (values[name] === undefined) problems.push(`${name} is missing. Copy it from Stripe's dashboard`);
  }
  if (values.SMTP_URL === undefined) {
    problems.push(
      "SMTP_URL is missing. Set it to your mail server, for example smtps://user:password@host:465",
    );
  }
  if (values.MAIL_FROM === undefined) {
    problems.push('MAIL_FROM is missing. Set it, for example to "DynamicQR <hello@example.com>"');
  } else if (/\.test>?$/i.test(values.MAIL_FROM)) {
    problems.push("MAIL_FROM is the sandbox's: nothing is delivered under .test. Set an address of your own");
  }
  if (values.JOBS_MODE === "inline" && values.JOBS_SECRET === undefined) {
    problems.push(
      "JOBS_SECRET is missing. With JOBS_MODE=inline the platform's cron runs the jobs and proves itself by it. " +
        "Make one with: openssl rand -base64 24",
    );
  }
  const appUrl = new URL(values.APP_URL);
  if (appUrl.protocol === "http:" && !isLoopback(appUrl.hostname)) {
    problems.push("APP_URL must start with https://: sessions and printed codes need it");
  }
  if (values.DIRECT_DATABASE_URL === undefined && isTransactionPooler(values.DATABASE_URL)) {
    problems.push(
      "DIRECT_DATABASE_URL is missing. DATABASE_URL goes through a pooler that works by transaction; " +
        "listening for changes needs a connection that holds a session",
    );
  }
  return problems;
}

function refusedLocally(values: Variables): string[] {
  return /^(sk|rk)_live_/.test(values.STRIPE_SECRET_KEY ?? "")
    ? [
        "STRIPE_SECRET_KEY is a live key, and APP_ENV=local never moves real money. Use one that starts with sk_test_",
      ]
    : [];
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/**
 * Whether the address leads to a pooler that works by transaction. Such a pooler may refuse
 * settings at the start of a connection, and cannot be listened through.
 */
export function isTransactionPooler(databaseUrl: string): boolean {
  const url = new URL(databaseUrl);
  return url.port === "6543" || url.searchParams.get("pgbouncer") === "true";
}
