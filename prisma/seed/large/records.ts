import { draw, idOf, pick } from "./drawn.ts";

// What is counted by itself: `$1` to `$2` are its own numbers, `$3` is the day of the seed.

const n = "n";

const actions = [
  ...["access.changed", "access.changed", "access.changed", "codes.paused_by_plan", "codes.resumed_by_plan"],
  ...[
    "subscription.created",
    "subscription.changed",
    "subscription.changed",
    "customer.changed",
    "trial.banked",
  ],
  ...["payment_method.added", "warning.payment_failed", "promo.redeemed", "waiver.granted", "override.added"],
  ...["profile.role_changed", "api_key.created"],
];

/** Spread over two years, the oldest first, as they would have come. */
export const audit = (people: number, total: number): string => `
  INSERT INTO audit_events (actor, action, subject, workspace_id, before, after, address, at)
  SELECT CASE ${draw(n, "actor", 10)} WHEN 0 THEN 'admin:' || ${idOf("profile", "7")} WHEN 1 THEN 'stripe'
      WHEN 2 THEN 'profile:' || ${idOf("profile", "person")} ELSE 'system' END,
    ${pick(n, "action", actions)}, 'workspace:' || ${idOf("workspace", "person")}, ${idOf("workspace", "person")},
    '{"tier":"starter","source":"free"}', '{"tier":"premium","source":"subscription"}', '203.0.113.0/24',
    $3::timestamptz - interval '730 days' * (1 - n::float8 / ${total})
  FROM (SELECT n, 1 + ${draw(n, "whom", people)} AS person FROM generate_series($1::int, $2::int) n) drawn`;

export const events = (people: number, total: number): string => `
  INSERT INTO webhook_events (id, type, api_version, object_id, customer_id, payload, state, attempts, next_attempt_at, error,
    occurred_at, received_at, processed_at)
  SELECT 'evt_large' || n, type, '2026-10-28.endive', 'in_large' || n, 'cus_large' || person,
    jsonb_build_object('id', 'evt_large' || n, 'object', 'event', 'type', type), state::webhook_event_state,
    CASE state WHEN 'set_aside' THEN 12 ELSE 1 END, at, CASE state WHEN 'set_aside' THEN 'Stripe answered 404' END, at, at,
    CASE state WHEN 'set_aside' THEN NULL ELSE at + interval '2 seconds' END
  FROM (SELECT n, 1 + ${draw(n, "customer", people)} AS person,
      ${pick(n, "event type", ["invoice.paid", "invoice.paid", "customer.subscription.updated", "charge.succeeded", "invoice.payment_failed"])} AS type,
      CASE WHEN ${draw(n, "state", 400)} = 0 THEN 'set_aside' WHEN ${draw(n, "state", 20)} = 1 THEN 'ignored' ELSE 'processed' END AS state,
      $3::timestamptz - interval '90 days' * (1 - n::float8 / ${total}) AS at
    FROM generate_series($1::int, $2::int) n) drawn`;

export const promos = `
  INSERT INTO promo_codes (id, code, description, days, is_active, created_by, created_at, updated_at)
  SELECT ${idOf("promo code", n)}, 'LARGE' || lpad(n::text, 6, '0'), 'Fair ' || n % 40, 30, n % 9 <> 0,
    'admin:' || ${idOf("profile", "7")}, $3::timestamptz - interval '1 hour' * n, $3
  FROM generate_series($1::int - 1, $2::int - 1) n`;

/** Each code's counter is made equal to its rows. */
export const uses = `
  UPDATE promo_codes c SET uses = r.uses
  FROM (SELECT promo_code_id, count(*) AS uses FROM promo_redemptions GROUP BY 1) r
  WHERE r.promo_code_id = c.id AND c.uses <> r.uses AND $1::int = $2::int`;
