import type Stripe from "stripe";
import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { db } from "#platform/db/prisma.ts";
import type { Harness } from "../stripe/testing/harness.ts";
import type { TestDatabase } from "../testing/test-database.ts";

type Facts = Record<string, unknown>;
type Dump = {
  customer: (Stripe.Customer | Stripe.DeletedCustomer)[];
  price: Stripe.Price[];
  subscription: Stripe.Subscription[];
  invoice: Stripe.Invoice[];
  discount: Stripe.Discount[];
  charge: Stripe.Charge[];
  payment_method: Stripe.PaymentMethod[];
  refund: Stripe.Refund[];
  dispute: Stripe.Dispute[];
};

const kinds = [
  "customer",
  "price",
  "subscription",
  "invoice",
  "discount",
  "charge",
  "payment_method",
  "refund",
  "dispute",
];

const idOf = (value: string | { id: string } | null | undefined): string | null =>
  typeof value === "string" ? value : (value?.id ?? null);

/**
 * What differs between our tables and what the local Stripe holds: every subscription, invoice,
 * use of a discount, card, refund and dispute of our customers, and what follows from them: access and active codes.
 * Written apart from the product's own reading of Stripe, from its documents, so that both would
 * have to err alike.
 * @returns a line for each difference; none when they agree
 */
export async function compareWithStripe(
  database: TestDatabase,
  local: Pick<Harness, "control">,
  options: { now?: Date; workspaceIds?: readonly string[] } = {},
): Promise<string[]> {
  const dump = await local.control<Dump>("GET", `dump?kinds=${kinds.join(",")}`);
  const customers = await database.pool.query<{ id: string; workspace_id: string }>(
    "SELECT id, workspace_id FROM billing_customers WHERE $1::uuid[] IS NULL OR workspace_id = ANY($1)",
    [options.workspaceIds ?? null],
  );
  const workspaceOf = new Map(customers.rows.map((row) => [row.id, row.workspace_id]));
  const isOurs = (customer: Parameters<typeof idOf>[0]) => workspaceOf.has(idOf(customer) ?? "");
  const charges = new Map(dump.charge.map((charge) => [charge.id, charge]));
  const chargesCustomer = (charge: Parameters<typeof idOf>[0]) => charges.get(idOf(charge) ?? "")?.customer;
  const ids = [...workspaceOf.keys()];
  const rows = async (sql: string) => (await database.pool.query<Facts>(sql, [ids])).rows;

  return [
    ...differences(
      "subscription",
      dump.subscription.filter(({ customer }) => isOurs(customer)).map(subscriptionFacts),
      await rows(subscriptionRows),
    ),
    ...differences(
      "invoice",
      dump.invoice.filter(({ customer }) => isOurs(customer)).map(invoiceFacts),
      await rows(invoiceRows),
    ),
    ...differences(
      "discount",
      dump.invoice.filter(({ customer }) => isOurs(customer)).flatMap(discountFacts(dump)),
      await rows(discountRows),
    ),
    ...differences(
      "card",
      dump.payment_method.filter(({ customer }) => isOurs(customer)).map(cardFacts(dump)),
      await rows(cardRows),
    ),
    ...differences(
      "refund",
      dump.refund.filter(({ charge }) => isOurs(chargesCustomer(charge))).map(moneyBackFacts),
      await rows(refundRows),
    ),
    ...differences(
      "dispute",
      dump.dispute.filter(({ charge }) => isOurs(chargesCustomer(charge))).map(moneyBackFacts),
      await rows(disputeRows),
    ),
    ...(await mrrDifferences(database, dump, workspaceOf)),
    ...(await accessDifferences(database, dump, workspaceOf, options.now ?? new Date())),
  ];
}

function differences(what: string, stripes: Facts[], ours: Facts[]): string[] {
  const mine = new Map(ours.map((row) => [row.id, JSON.stringify(row)]));
  const lines: string[] = [];
  for (const facts of stripes) {
    const row = mine.get(facts.id);
    mine.delete(facts.id);
    const wanted = JSON.stringify(facts);
    if (row !== wanted) lines.push(`${what}: Stripe ${wanted}, here ${row ?? "nothing"}`);
  }
  return [...lines, ...[...mine.values()].map((row) => `${what}: Stripe nothing, here ${row}`)];
}

const seconds = (column: string) => `extract(epoch FROM ${column})::int AS ${column}`;

const subscriptionRows = `SELECT id, customer_id AS customer, status, price_id AS price, quantity, currency,
  ${["period_start", "period_end", "cancel_at", "ended_at"].map(seconds).join(", ")},
  latest_invoice_id AS latest_invoice FROM subscriptions WHERE customer_id = ANY($1)`;

function subscriptionFacts(subscription: Stripe.Subscription): Facts {
  const item = subscription.items.data[0];
  const end = item?.current_period_end ?? null;
  return {
    id: subscription.id,
    customer: idOf(subscription.customer),
    status: subscription.status,
    price: item?.price.id,
    quantity: item?.quantity ?? 1,
    currency: subscription.currency,
    period_start: item?.current_period_start ?? null,
    period_end: end,
    cancel_at: subscription.cancel_at ?? (subscription.cancel_at_period_end ? end : null),
    ended_at: subscription.ended_at,
    latest_invoice: idOf(subscription.latest_invoice),
  };
}

const invoiceRows = `SELECT id, customer_id AS customer, subscription_id AS subscription, status, number, currency,
  total_minor AS total, discount_minor AS discount, amount_due_minor AS due, amount_paid_minor AS paid,
  attempt_count AS attempts
  FROM invoices WHERE customer_id = ANY($1)`;

function invoiceFacts(invoice: Stripe.Invoice): Facts {
  return {
    id: invoice.id,
    customer: idOf(invoice.customer),
    subscription: idOf(invoice.parent?.subscription_details?.subscription),
    status: invoice.status,
    number: invoice.number,
    currency: invoice.currency,
    total: invoice.total,
    discount: invoice.subtotal - invoice.total,
    due: invoice.amount_due,
    paid: invoice.amount_paid,
    attempts: invoice.attempt_count,
  };
}

const discountRows = `SELECT invoice_id || ' ' || discount_id AS id, promotion_code_id AS code, coupon_id AS coupon,
  amount_minor AS amount, currency, ${seconds("used_at")} FROM discount_uses WHERE customer_id = ANY($1)`;

/** What each line of a paid invoice lost, by discount; the sums that Stripe draws of it are not asked. */
function discountFacts({ discount: discounts }: Dump) {
  const known = new Map(discounts.map((one) => [one.id, one]));
  return ({ id, lines, status, currency, status_transitions }: Stripe.Invoice): Facts[] => {
    const sums = new Map<string, number>();
    for (const { discount, amount } of lines.data.flatMap((line) => line.discount_amounts ?? [])) {
      const key = idOf(discount) ?? "";
      sums.set(key, (sums.get(key) ?? 0) + amount);
    }
    if (status !== "paid") return [];
    return [...sums].map(([discount, amount]) => ({
      id: `${id} ${discount}`,
      code: idOf(known.get(discount)?.promotion_code),
      coupon: idOf(known.get(discount)?.source.coupon),
      amount,
      currency,
      used_at: status_transitions.paid_at,
    }));
  };
}

const cardRows = `SELECT id, customer_id AS customer, brand, last4, exp_month, exp_year, is_default
  FROM payment_methods WHERE customer_id = ANY($1)`;

/** The default is the customer's own; a purchase at Stripe's checkout sets only the subscription's. */
function cardFacts({ customer: customers, subscription }: Dump) {
  const defaults = new Map<string, string | null>();
  for (const one of subscription) {
    const owner = idOf(one.customer) ?? "";
    if (["canceled", "incomplete_expired"].includes(one.status)) continue;
    defaults.set(owner, defaults.get(owner) ?? idOf(one.default_payment_method));
  }
  for (const one of customers) {
    const own = "invoice_settings" in one ? idOf(one.invoice_settings.default_payment_method) : null;
    if (own !== null) defaults.set(one.id, own);
  }
  return ({ id, customer, card }: Stripe.PaymentMethod): Facts => ({
    id,
    customer: idOf(customer),
    brand: card?.brand,
    last4: card?.last4,
    exp_month: card?.exp_month,
    exp_year: card?.exp_year,
    is_default: defaults.get(idOf(customer) ?? "") === id,
  });
}

const refundRows = `SELECT id, charge_id AS charge, amount_minor AS amount, currency, status
  FROM refunds WHERE customer_id = ANY($1)`;
const disputeRows = refundRows.replace("FROM refunds", "FROM disputes");

function moneyBackFacts({ id, charge, amount, currency, status }: Stripe.Refund | Stripe.Dispute): Facts {
  return { id, charge: idOf(charge), amount, currency, status };
}

const monthsOf: Record<string, number> = { month: 1, year: 12 };

/**
 * What is paid a month, by workspace and currency: by Stripe's prices, by the mirror's rows and by all
 * movements together. Nobody in the drills has a discount.
 */
async function mrrDifferences(
  { pool }: TestDatabase,
  { subscription }: Pick<Dump, "subscription">,
  workspaceOf: Map<string, string>,
): Promise<string[]> {
  const stripes = new Map<string, number>();
  for (const { customer, status, currency, items } of subscription) {
    const workspaceId = workspaceOf.get(idOf(customer) ?? "");
    if (workspaceId === undefined || !["active", "past_due"].includes(status)) continue;
    for (const { price, quantity } of items.data) {
      const months = monthsOf[price.recurring?.interval ?? ""] ?? 0;
      const minor = Math.round(((price.unit_amount ?? 0) * (quantity ?? 1)) / months);
      const key = `${workspaceId} ${currency}`;
      stripes.set(key, (stripes.get(key) ?? 0) + minor);
    }
  }
  const { rows } = await pool.query<{ key: string; mirror: number; moved: number }>(
    `SELECT workspace_id || ' ' || currency AS key, sum(mirror)::int AS mirror, sum(moved)::int AS moved FROM (
       SELECT workspace_id, currency, mrr_minor AS mirror, 0 AS moved FROM subscriptions
       UNION ALL SELECT workspace_id, currency, 0, after_minor - before_minor FROM mrr_movements
     ) all_of_it WHERE workspace_id = ANY($1) GROUP BY 1`,
    [[...new Set(workspaceOf.values())]],
  );
  const ours = new Map(rows.map(({ key, ...sums }) => [key, sums]));
  return [...new Set([...stripes.keys(), ...ours.keys()])].flatMap((key) => {
    const wanted = stripes.get(key) ?? 0;
    const { mirror, moved } = ours.get(key) ?? { mirror: 0, moved: 0 };
    if (mirror === wanted && moved === wanted) return [];
    return [`mrr: Stripe ${wanted}, here ${mirror}, movements ${moved} of ${key}`];
  });
}

const ranks = ["starter", "premium", "enterprise"];
const codesOfStarter = 10;

type Workspace = {
  id: string;
  trial_ends_at: Date | null;
  codes: number;
  active: number;
  grace: Record<string, string> | null;
};

/** What a workspace may have by what Stripe says, beside what its codes show; grace is our own clock. */
async function accessDifferences(
  { pool }: TestDatabase,
  dump: Dump,
  workspaceOf: Map<string, string>,
  now: Date,
): Promise<string[]> {
  const { rows } = await pool.query<Workspace>(
    `SELECT w.id, w.trial_ends_at, count(q.id)::int AS codes, count(q.id) FILTER (WHERE q.is_active)::int AS active,
       (SELECT jsonb_object_agg(s.id, s.grace_until) FROM subscriptions s
        WHERE s.workspace_id = w.id AND s.grace_until IS NOT NULL) AS grace
     FROM workspaces w LEFT JOIN qr_codes q ON q.workspace_id = w.id AND q.deleted_at IS NULL
     WHERE w.id = ANY($1) GROUP BY w.id`,
    [[...new Set(workspaceOf.values())]],
  );
  const tiers = tiersByWorkspace(dump, workspaceOf, rows, now);
  const lines: string[] = [];
  for (const row of rows) {
    const isOnTrial = row.trial_ends_at !== null && row.trial_ends_at > now;
    const tier = tiers.get(row.id) ?? (isOnTrial ? "premium" : "starter");
    const ours = resolve(await findAccessFacts(db(), row.id), now).tier;
    if (ours !== tier) lines.push(`access: Stripe means ${tier}, ${row.id} has ${ours}`);
    const wanted = tier === "starter" ? Math.min(row.codes, codesOfStarter) : row.codes;
    if (row.active !== wanted)
      lines.push(`codes: ${tier} lets ${wanted} of ${row.codes} be active, in ${row.id} are ${row.active}`);
  }
  return lines;
}

/** The best tier that a live subscription gives. */
function tiersByWorkspace(
  { price, subscription }: Pick<Dump, "price" | "subscription">,
  workspaceOf: Map<string, string>,
  workspaces: { id: string; grace: Record<string, string> | null }[],
  now: Date,
): Map<string, string> {
  const sold = new Map(price.map((one) => [one.id, one.lookup_key?.split("_")[1]]));
  const grace = new Map(workspaces.flatMap((row) => Object.entries(row.grace ?? {})));
  const tiers = new Map<string, string>();
  for (const { id, customer, status, items } of subscription) {
    const workspaceId = workspaceOf.get(idOf(customer) ?? "");
    const plan = sold.get(items.data[0]?.price.id ?? "");
    const until = grace.get(id);
    const isPaid = status === "active" || status === "trialing";
    const isInGrace = status === "past_due" && until !== undefined && new Date(until) > now;
    if (workspaceId === undefined || plan === undefined || !(isPaid || isInGrace)) continue;
    const tier = plan === "pro" ? "premium" : "enterprise";
    const best = tiers.get(workspaceId) ?? "starter";
    if (ranks.indexOf(tier) > ranks.indexOf(best)) tiers.set(workspaceId, tier);
  }
  return tiers;
}
