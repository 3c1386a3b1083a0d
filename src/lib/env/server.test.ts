import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { olderNames } from "./read-variable.ts";
import { variables } from "./schema.ts";
import { ConfigurationError, parseEnv } from "./server.ts";

const production = {
  APP_URL: "https://qr.example.com",
  DATABASE_URL: "postgresql://user:secret@db.example.com:5432/postgres",
  SUPABASE_URL: "https://abcdefgh.supabase.co",
  SUPABASE_PUBLISHABLE_KEY: "sb_publishable_abc",
  SUPABASE_SECRET_KEY: "sb_secret_abc",
  APP_SECRET: "0123456789abcdef0123456789abcdef",
  STRIPE_SECRET_KEY: "sk_live_abc",
  STRIPE_WEBHOOK_SECRET: "whsec_abc",
  SMTP_URL: "smtps://user:secret@smtp.example.com:465",
  MAIL_FROM: "DynamicQR <hello@example.com>",
};
const local = {
  ...production,
  APP_ENV: "local",
  APP_URL: "http://localhost:3000",
  STRIPE_SECRET_KEY: undefined,
  STRIPE_WEBHOOK_SECRET: undefined,
  SMTP_URL: undefined,
  MAIL_FROM: undefined,
};

function problemsOf(record: Record<string, string | undefined>): string[] {
  try {
    parseEnv(record);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe("defaults", () => {
  test("production is assumed and listens on every interface", () => {
    const env = parseEnv(production);
    expect(env).toMatchObject({ APP_ENV: "production", HOST: "0.0.0.0", PORT: 3000, TRUSTED_PROXY: "none" });
    expect(env).toMatchObject({ BILLING_ENABLED: true, GATEKEEPER_ENABLED: true, JOBS_MODE: "worker" });
    expect(env.DIRECT_DATABASE_URL).toBe(production.DATABASE_URL);
  });

  test("local listens on loopback only and needs neither Stripe nor a mail server", () => {
    expect(parseEnv(local).HOST).toBe("127.0.0.1");
  });

  test("an empty value counts as one that is not set", () => {
    expect(parseEnv({ ...production, PORT: " ", REDIS_URL: "" })).toMatchObject({ PORT: 3000 });
    expect(problemsOf({ ...production, APP_SECRET: "" })[0]).toMatch(/^APP_SECRET is missing/);
  });

  test("the address is an origin without a slash at its end", () => {
    expect(parseEnv({ ...production, APP_URL: "https://qr.example.com/" }).APP_URL).toBe(
      "https://qr.example.com",
    );
    expect(problemsOf({ ...production, APP_URL: "https://example.com/qr" })).toHaveLength(1);
  });
});

describe("forms", () => {
  test.each([
    ["none", "none"],
    ["0", "none"],
    ["Vercel", "vercel"],
    ["cloudflare", "cloudflare"],
    ["2", 2],
  ])("TRUSTED_PROXY %s is %s", (written, meant) => {
    expect(parseEnv({ ...production, TRUSTED_PROXY: written }).TRUSTED_PROXY).toBe(meant);
  });

  test.each([
    ["true", true],
    ["1", true],
    ["ON", true],
    ["false", false],
    ["0", false],
    ["off", false],
  ])("GATEKEEPER_ENABLED %s is %s", (written, meant) => {
    expect(parseEnv({ ...production, GATEKEEPER_ENABLED: written }).GATEKEEPER_ENABLED).toBe(meant);
  });

  test.each([
    ["PORT", "http"],
    ["PORT", "70000"],
    ["TRUSTED_PROXY", "nginx"],
    ["BILLING_ENABLED", "perhaps"],
    ["DATABASE_URL", "mysql://host/database"],
    ["SUPABASE_URL", "not an address"],
    ["APP_SECRET", "too short"],
    ["STRIPE_SECRET_KEY", "pk_live_abc"],
    ["LOG_LEVEL", "loud"],
    ["JOBS_MODE", "cron"],
    ["ADMIN_SECOND_FACTOR", "false"],
    ["JOBS_SECRET", "fifteen letters"],
    ["SMTP_URL", "https://smtp.example.com"],
    ["MAIL_FROM", "DynamicQR"],
    ["MAIL_FROM", "DynamicQR <hello@example.com"],
    ["MAIL_FROM", "DynamicQR\nBcc: <eve@example.com>"],
    ["MAIL_FROM", "a@example.com, b@example.com"],
  ])("a malformed %s is named", (name, value) => {
    const problems = problemsOf({ ...production, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} `));
  });

  test("everything that is wrong is told at once", () => {
    const problems = problemsOf({});
    for (const name of ["APP_URL", "DATABASE_URL", "SUPABASE_URL", "SUPABASE_SECRET_KEY", "APP_SECRET"]) {
      expect(problems.some((problem) => problem.startsWith(`${name} is missing`))).toBe(true);
    }
  });

  test("Supabase's older key names are read", () => {
    const { SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY, ...rest } = production;
    const older = { SUPABASE_ANON_KEY: "older-anon", SUPABASE_SERVICE_ROLE_KEY: "older-service" };
    expect(parseEnv({ ...rest, ...older })).toMatchObject({
      SUPABASE_PUBLISHABLE_KEY: "older-anon",
      SUPABASE_SECRET_KEY: "older-service",
    });
    expect(parseEnv({ ...production, ...older }).SUPABASE_SECRET_KEY).toBe(SUPABASE_SECRET_KEY);
  });
});

describe("production refuses", () => {
  test.each([
    ["a missing Stripe key", { STRIPE_SECRET_KEY: undefined }, "STRIPE_SECRET_KEY"],
    ["a missing webhook secret", { STRIPE_WEBHOOK_SECRET: undefined }, "STRIPE_WEBHOOK_SECRET"],
    ["another Stripe host", { STRIPE_API_HOST: "127.0.0.1:4242" }, "STRIPE_API_HOST"],
    ["plain http", { APP_URL: "http://qr.example.com" }, "APP_URL"],
    ["the sandbox's publishable key", { SUPABASE_PUBLISHABLE_KEY: "sb_publishable_sandbox_x" }, "SUPABASE_"],
    ["the sandbox's secret key", { SUPABASE_SECRET_KEY: "sb_secret_sandbox_x" }, "SUPABASE_SECRET_KEY"],
    ["the sandbox's secret", { APP_SECRET: `sandbox-${"x".repeat(40)}` }, "APP_SECRET"],
    ["a missing mail server", { SMTP_URL: undefined }, "SMTP_URL"],
    ["a missing sender", { MAIL_FROM: "" }, "MAIL_FROM"],
    ["the sandbox's sender", { MAIL_FROM: "DynamicQR <hello@dynamicqr.test>" }, "MAIL_FROM"],
    ["jobs by cron without a secret for it", { JOBS_MODE: "inline" }, "JOBS_SECRET"],
    [
      "a pooler without a direct connection",
      { DATABASE_URL: "postgresql://user:secret@db.example.com:6543/postgres" },
      "DIRECT_DATABASE_URL",
    ],
  ])("%s", (_, change, named) => {
    const problems = problemsOf({ ...production, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(named);
  });

  test("Stripe is needed even while billing is off, as it may be switched on at any time", () => {
    expect(problemsOf({ ...production, BILLING_ENABLED: "off", STRIPE_SECRET_KEY: "" })).toHaveLength(1);
  });

  test("plain http on loopback is allowed, for a trial of the production mode", () => {
    expect(problemsOf({ ...production, APP_URL: "http://localhost:3000" })).toEqual([]);
  });
});

test("a live key of Stripe is refused locally, a test key is not", () => {
  expect(problemsOf({ ...local, STRIPE_SECRET_KEY: "sk_live_abc" })[0]).toContain("live key");
  expect(problemsOf({ ...local, STRIPE_SECRET_KEY: "rk_live_abc" })[0]).toContain("live key");
  expect(problemsOf({ ...local, STRIPE_SECRET_KEY: "sk_test_abc" })).toEqual([]);
});

test(".env.example describes every variable and no other", () => {
  const example = readFileSync(new URL("../../../.env.example", import.meta.url), "utf8");
  const named = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1]);
  expect(named.sort()).toEqual(Object.keys(variables.shape).sort());
  for (const older of Object.values(olderNames)) expect(example).toContain(older);
});
