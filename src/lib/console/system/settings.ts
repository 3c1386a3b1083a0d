import type { Env } from "#lib/env/server.ts";

/** Variables whose values tell nothing that must be kept: they are shown. */
const shown = [
  ...["APP_ENV", "APP_URL", "JOBS_MODE", "TRUSTED_PROXY", "LOG_LEVEL", "MAIL_FROM"],
  ...["ADMIN_SECOND_FACTOR", "BILLING_ENABLED", "GATEKEEPER_ENABLED", "BILLING_GRACE_HOURS"],
  ...["RETENTION_AUDIT_CHATTER_DAYS", "RETENTION_AUDIT_MONEY_DAYS", "RETENTION_AUDIT_ACTS_DAYS"],
  ...["RETENTION_DELIVERIES_DAYS", "RETENTION_MAILS_DAYS"],
  ...["REDIS_MAX_RETRIES", "REDIS_CONNECT_TIMEOUT_MS"],
] as const satisfies readonly (keyof Env)[];

/** Keys, passwords and addresses that carry them: only whether they are set. */
const hidden = [
  ...["DATABASE_URL", "DIRECT_DATABASE_URL", "REDIS_URL", "SMTP_URL", "SUPABASE_URL"],
  ...["SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY", "APP_SECRET", "JOBS_SECRET", "METRICS_TOKEN"],
  ...["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"],
] as const satisfies readonly (keyof Env)[];

export type Setting = { name: string; value: string } | { name: string; isSet: boolean };

/** What is in force, from a closed list: a variable that is not on it is not shown at all. */
export function listSettings(env: Env): Setting[] {
  return [
    ...shown.map((name) => ({ name, value: String(env[name] ?? "") })),
    ...hidden.map((name) => ({ name, isSet: env[name] !== undefined })),
  ];
}
