import { z } from "zod";

const words = { true: true, "1": true, on: true, yes: true, false: false, "0": false, off: false, no: false };

const flag = (fallback: boolean) =>
  z
    .string()
    .toLowerCase()
    .default(fallback ? "true" : "false")
    .transform((word, context) => {
      const value = (words as Record<string, boolean>)[word];
      if (value === undefined) context.addIssue({ code: "custom", message: "must be true or false" });
      return value ?? fallback;
    });

const wholeNumber = (fallback: number, minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${minimum} to ${maximum}`)
    .default(String(fallback))
    .transform(Number)
    .pipe(z.number().min(minimum, `must be at least ${minimum}`).max(maximum, `must be at most ${maximum}`));

const address = (protocols: string[], example: string) =>
  z.string({ error: `is missing. Set it, for example to ${example}` }).refine(
    (value) => {
      const url = URL.canParse(value) ? new URL(value) : null;
      return url !== null && protocols.includes(url.protocol) && url.hostname !== "";
    },
    { error: `is not an address like ${example}` },
  );

const databaseAddress = address(
  ["postgres:", "postgresql:"],
  "postgresql://user:password@host:5432/database",
);

const trustedProxy = z
  .string()
  .trim()
  .toLowerCase()
  .default("none")
  .transform((value, context): "none" | "vercel" | "cloudflare" | number => {
    if (value === "none" || value === "0") return "none";
    if (value === "vercel" || value === "cloudflare") return value;
    if (/^[1-9]$/.test(value)) return Number(value);
    context.addIssue({
      code: "custom",
      message: "must be none, vercel, cloudflare, or the number of proxies in front (1 to 9)",
    });
    return "none";
  });

const priceId = z
  .string()
  .regex(/^price_\w+$/, "is not the id of a price of Stripe's: it starts with price_")
  .optional();

const sender = z
  .string()
  .regex(
    /^([^<>\p{Cc}]* <)?[^\s<>@,;]+@[^\s<>@,;]+(?<=\w)>?$/u,
    'is not a sender like "DynamicQR <hello@example.com>" or hello@example.com',
  )
  .refine((value) => value.includes("<") === value.endsWith(">"), {
    error: 'is not a sender like "DynamicQR <hello@example.com>" or hello@example.com',
  });

/** Every variable that the server reads, each for itself; what they mean together is in `rules.ts`. */
export const variables = z.object({
  APP_ENV: z.enum(["local", "production"], { error: "must be local or production" }).default("production"),
  APP_URL: address(["http:", "https:"], "https://qr.example.com")
    .refine((value) => new URL(value).pathname === "/" && new URL(value).search === "", {
      error: "must be an origin alone, without a path: for example https://qr.example.com",
    })
    .transform((value) => new URL(value).origin),
  PORT: wholeNumber(3000, 1, 65_535),
  HOST: z.string().optional(),
  DATABASE_URL: databaseAddress,
  DIRECT_DATABASE_URL: databaseAddress.optional(),
  SUPABASE_URL: address(["http:", "https:"], "https://abcdefgh.supabase.co").transform((value) =>
    value.replace(/\/+$/, ""),
  ),
  SUPABASE_PUBLISHABLE_KEY: z.string({
    error: "is missing. Copy the publishable (or anon) key from the API settings of your Supabase project",
  }),
  SUPABASE_SECRET_KEY: z.string({
    error: "is missing. Copy the secret (or service_role) key from the API settings of your Supabase project",
  }),
  APP_SECRET: z
    .string({ error: "is missing. Make one with: openssl rand -base64 48" })
    .min(32, "must have at least 32 characters. Make one with: openssl rand -base64 48"),
  TRUSTED_PROXY: trustedProxy,
  JOBS_MODE: z.enum(["worker", "inline"], { error: "must be worker or inline" }).default("worker"),
  JOBS_SECRET: z
    .string()
    .min(16, "must have at least 16 characters. Make one with: openssl rand -base64 24")
    .optional(),
  REDIS_URL: address(["redis:", "rediss:"], "redis://127.0.0.1:6379").optional(),
  REDIS_MAX_RETRIES: wholeNumber(2, 0, 100),
  REDIS_CONNECT_TIMEOUT_MS: wholeNumber(2_000, 50, 60_000),
  BILLING_ENABLED: flag(true),
  GATEKEEPER_ENABLED: flag(true),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_/, "is not a secret key of Stripe: it starts with sk_test_ or sk_live_")
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(
      /^whsec_[^\s,]+(\s*,\s*whsec_[^\s,]+)*$/,
      "is not a signing secret of Stripe, or several with commas between them: each starts with whsec_",
    )
    .optional(),
  STRIPE_API_HOST: z.string().optional(),
  STRIPE_PRICE_ID_MONTHLY_USD: priceId,
  STRIPE_PRICE_ID_MONTHLY_EUR: priceId,
  STRIPE_PRICE_ID_MONTHLY_PLN: priceId,
  STRIPE_PRICE_ID_ANNUAL_USD: priceId,
  STRIPE_PRICE_ID_ANNUAL_EUR: priceId,
  STRIPE_PRICE_ID_ANNUAL_PLN: priceId,
  STRIPE_ENTERPRISE_PRICE_ID_MONTHLY_USD: priceId,
  STRIPE_ENTERPRISE_PRICE_ID_MONTHLY_EUR: priceId,
  STRIPE_ENTERPRISE_PRICE_ID_MONTHLY_PLN: priceId,
  STRIPE_ENTERPRISE_PRICE_ID_ANNUAL_USD: priceId,
  STRIPE_ENTERPRISE_PRICE_ID_ANNUAL_EUR: priceId,
  STRIPE_ENTERPRISE_PRICE_ID_ANNUAL_PLN: priceId,
  BILLING_GRACE_HOURS: wholeNumber(24, 0, 720),
  RETENTION_AUDIT_CHATTER_DAYS: wholeNumber(30, 7, 36_500),
  RETENTION_AUDIT_MONEY_DAYS: wholeNumber(2_190, 30, 36_500),
  RETENTION_AUDIT_ACTS_DAYS: wholeNumber(730, 30, 36_500),
  // Stripe lists and repeats an event for 30 days.
  RETENTION_DELIVERIES_DAYS: wholeNumber(35, 32, 36_500),
  // A notice of a month's usage is written once for the whole month.
  RETENTION_MAILS_DAYS: wholeNumber(90, 35, 36_500),
  SMTP_URL: address(["smtp:", "smtps:"], "smtps://user:password@smtp.example.com:465").optional(),
  MAIL_FROM: sender.optional(),
  ADMIN_SECOND_FACTOR: z.enum(["required", "off"], { error: "must be required or off" }).default("required"),
  METRICS_TOKEN: z
    .string()
    .min(16, "must have at least 16 characters. Make one with: openssl rand -base64 24")
    .optional(),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "must be trace, debug, info, warn, error, fatal or silent",
    })
    .default("info"),
});

export type Variables = z.infer<typeof variables>;
