import { draw, idOf, pick, signUpAt } from "./drawn.ts";

// What people did: batches of numbers like the people's, of which only some have any of it.

const n = "n";
const of = (total: number) =>
  `(SELECT n, ${idOf("workspace", n)} AS workspace_id, ${idOf("profile", n)} AS profile_id, ${signUpAt(n, total)} AS at
    FROM generate_series($1::int, $2::int) n) people`;

export const codes = (total: number): string => `
  INSERT INTO qr_codes (id, workspace_id, slug, name, destination, created_at, updated_at)
  SELECT ${idOf("code", "n || '-' || i")}, workspace_id, 'large-' || n || '-' || i, 'Table ' || i,
    'https://example.com/' || n || '/' || i, least(at + interval '1 day' * i, now()), now()
  FROM ${of(total)}, generate_series(1, ${draw(n, "codes", 4)}) i WHERE ${draw(n, "has codes", 10)} < 2`;

/** Three in a hundred have paid at some time. */
const isPayer = `${draw(n, "payer", 1_000)} < 30`;
const status = pick(n, "status", [
  ...Array.from({ length: 17 }, () => "active"),
  "past_due",
  "canceled",
  "canceled",
]);
const currency = pick(n, "currency", ["usd", "usd", "usd", "eur", "eur", "pln"]);
const isEnterprise = `${draw(n, "enterprise", 12)} = 0`;
const isYearly = `${draw(n, "yearly", 4)} = 0`;
/** DESIGN §6: Pro and Enterprise, a month; a year is ten. */
const monthMinor = `CASE currency WHEN 'usd' THEN CASE WHEN is_enterprise THEN 4900 ELSE 900 END
  WHEN 'eur' THEN CASE WHEN is_enterprise THEN 4500 ELSE 800 END
  ELSE CASE WHEN is_enterprise THEN 19900 ELSE 3600 END END`;
const payers = (total: number) =>
  `(SELECT *, ${monthMinor} AS month_minor FROM (SELECT n, workspace_id, least(at + interval '5 days', now()) AS at,
      'cus_large' || n AS customer_id, 'sub_large' || n AS id, ${status} AS status, ${currency} AS currency,
      ${isEnterprise} AS is_enterprise, ${isYearly} AS is_yearly
    FROM ${of(total)} WHERE ${isPayer}) drawn) payers`;

export const customers = (total: number): string => `
  INSERT INTO billing_customers (id, workspace_id, currency, created_at, updated_at)
  SELECT customer_id, workspace_id, currency, at, at FROM ${payers(total)}`;

export const subscriptions = (total: number): string => `
  INSERT INTO subscriptions (id, workspace_id, customer_id, kind, status, price_id, tier, interval, currency,
    amount_minor, mrr_minor, quantity, period_start, period_end, canceled_at, ended_at, started_at, grace_until, details, created_at, updated_at)
  SELECT id, workspace_id, customer_id, 'plan', status, 'price_large', CASE WHEN is_enterprise THEN 'enterprise' ELSE 'premium' END,
    CASE WHEN is_yearly THEN 'year' ELSE 'month' END, currency, month_minor * CASE WHEN is_yearly THEN 10 ELSE 1 END,
    CASE WHEN status = 'canceled' THEN 0 WHEN is_yearly THEN round(month_minor * 10 / 12.0)::int ELSE month_minor END, 1,
    now() - interval '10 days', now() + interval '20 days', CASE WHEN status = 'canceled' THEN at + interval '90 days' END,
    CASE WHEN status = 'canceled' THEN at + interval '90 days' END, at,
    CASE WHEN status = 'past_due' THEN now() + interval '1 hour' * (n % 48 - 24) END, '{}', at, at
  FROM ${payers(total)}`;

const invoicesEach = 6;

export const invoices = (total: number): string => `
  INSERT INTO invoices (id, workspace_id, customer_id, subscription_id, number, status, billing_reason, currency, tier, interval,
    subtotal_minor, total_minor, amount_due_minor, amount_paid_minor, tax_minor, attempt_count, period_start, period_end, paid_at, issued_at,
    created_at, updated_at)
  SELECT 'in_large' || n || '_' || i, workspace_id, customer_id, id, 'DQR-' || n || '-' || i, state, 'subscription_cycle', currency,
    CASE WHEN is_enterprise THEN 'enterprise' ELSE 'premium' END, CASE WHEN is_yearly THEN 'year' ELSE 'month' END,
    minor, minor, minor, CASE state WHEN 'paid' THEN minor ELSE 0 END, 0, 1, issued, issued + period,
    CASE state WHEN 'paid' THEN issued END, issued, issued, issued
  FROM (SELECT *, CASE WHEN status = 'past_due' AND (i = ${invoicesEach} OR issued + period > now()) THEN 'open' ELSE 'paid' END AS state,
      month_minor * CASE WHEN is_yearly THEN 10 ELSE 1 END AS minor
    FROM (SELECT *, at + period * (i - 1) AS issued
      FROM (SELECT *, CASE WHEN is_yearly THEN interval '1 year' ELSE interval '1 month' END AS period FROM ${payers(total)}) p,
        generate_series(1, ${invoicesEach}) i) dated
    WHERE issued <= now() AND (status <> 'canceled' OR i <= 3)) stated`;

export const movements = (total: number): string => `
  INSERT INTO mrr_movements (workspace_id, subscription_id, kind, currency, before_minor, after_minor, at)
  SELECT workspace_id, id, kind::mrr_movement_kind, currency, CASE kind WHEN 'new' THEN 0 ELSE mrr END,
    CASE kind WHEN 'new' THEN mrr ELSE 0 END, CASE kind WHEN 'new' THEN at ELSE at + interval '90 days' END
  FROM (SELECT *, CASE WHEN is_yearly THEN round(month_minor * 10 / 12.0)::int ELSE month_minor END AS mrr FROM ${payers(total)}) p,
    unnest(CASE WHEN status = 'canceled' THEN ARRAY['new', 'churn'] ELSE ARRAY['new'] END) kind`;

export const waivers = (total: number): string => `
  INSERT INTO fee_waivers (workspace_id, tier, reason, granted_by, ends_at, created_at)
  SELECT workspace_id, ${pick(n, "waived tier", ["basic", "premium", "premium", "exclusive", "elite", "enterprise"])},
    'School programme', 'admin:' || ${idOf("profile", "7")}, CASE WHEN n % 3 = 0 THEN now() + interval '1 day' * (n % 300 + 1) END, at
  FROM ${of(total)} WHERE ${draw(n, "waiver", 10_000)} < 15`;

export const overrides = (total: number): string => `
  INSERT INTO entitlement_overrides (workspace_id, effect, feature, reason, created_by, ends_at, created_at)
  SELECT workspace_id, CASE WHEN n % 2 = 0 THEN 'grant' ELSE 'deny' END::override_effect, 'api_access', 'Agreed by mail',
    'admin:' || ${idOf("profile", "7")}, CASE WHEN n % 3 = 0 THEN now() + interval '1 day' * (n % 200 + 1) END, at
  FROM ${of(total)} WHERE ${draw(n, "override", 10_000)} < 10`;

/** How many promo codes there are, of which everybody draws one. */
export const promoCodes = 2_000;
const isRedeemer = `${draw(n, "redeemer", 1_000)} < 20`;

export const redemptions = (total: number): string => `
  INSERT INTO promo_redemptions (promo_code_id, workspace_id, profile_id, days, granted_until, redeemed_at)
  SELECT ${idOf("promo code", draw(n, "promo code", promoCodes))}, workspace_id, profile_id, 30, at + interval '37 days', at + interval '1 hour'
  FROM ${of(total)} WHERE ${isRedeemer}`;

export const grants = (total: number): string => `
  INSERT INTO promo_grants (workspace_id, days, source, created_at)
  SELECT workspace_id, 30, 'promo_redemption:' || n, at FROM ${of(total)} WHERE ${isRedeemer}`;

/** What was redeemed lately runs still. */
export const promoDays = (total: number): string => `
  UPDATE workspaces w SET promo_ends_at = at + interval '37 days'
  FROM ${of(total)} WHERE w.id = workspace_id AND ${isRedeemer} AND at + interval '37 days' > now()`;
