import { type Prisma, sql } from "#platform/db/prisma.ts";
import { monthAfter, startOf } from "./months.ts";
import { type RowList, type RowsQuery, unknown } from "./validation.ts";

// Looks at the money of all, so that nothing here is for anybody but admins.

/** A row behind a figure; null is what it does not tell. */
export type RevenueRow = {
  id: string;
  at: Date;
  workspaceId: string;
  workspace: string;
  currency: string | null;
  tier: string | null;
  interval: string | null;
  /** `discounted` or `full`, the kind of a movement, `converted` or `open`. */
  tag: string | null;
  amountMinor: number | null;
  /** What the MRR was before a movement; of an invoice the tax in it. */
  otherMinor: number | null;
};

type Sql = ReturnType<typeof sql>;
type Source = {
  rows: Sql;
  /** What the list is sorted by: the newest first, then this. */
  at: Sql;
  id: Sql;
  idType: Sql;
  columns: { currency: Sql; tier: Sql; interval: Sql; tag: Sql; amount: Sql; other: Sql };
};

const none = sql`NULL`;
const discounted = sql`CASE WHEN i.id IS NULL THEN NULL WHEN i.discount_minor > 0 THEN 'discounted' ELSE 'full' END`;
const text = sql`text`;

const sources: Record<RowList, Source> = {
  paid: {
    rows: sql`invoices i JOIN workspaces w ON w.id = i.workspace_id
      WHERE i.status = 'paid' AND i.paid_at IS NOT NULL AND i.amount_paid_minor > 0`,
    ...{ at: sql`i.paid_at`, id: sql`i.id`, idType: text },
    columns: {
      ...{ currency: sql`i.currency`, tier: sql`i.tier`, interval: sql`i.interval`, tag: discounted },
      ...{ amount: sql`i.amount_paid_minor`, other: sql`i.tax_minor` },
    },
  },
  refunded: {
    rows: sql`refunds r JOIN workspaces w ON w.id = r.workspace_id LEFT JOIN invoices i ON i.id = r.invoice_id
      WHERE r.status IN ('succeeded', 'pending')`,
    ...{ at: sql`r.issued_at`, id: sql`r.id`, idType: text },
    columns: {
      ...{ currency: sql`r.currency`, tier: sql`i.tier`, interval: sql`i.interval`, tag: discounted },
      ...{ amount: sql`r.amount_minor`, other: none },
    },
  },
  mrr: {
    rows: sql`subscriptions s JOIN workspaces w ON w.id = s.workspace_id WHERE s.status IN ('active', 'past_due')`,
    ...{ at: sql`s.started_at`, id: sql`s.id`, idType: text },
    columns: {
      ...{ currency: sql`s.currency`, tier: sql`s.tier`, interval: sql`s.interval` },
      ...{ tag: sql`s.status`, amount: sql`s.mrr_minor`, other: none },
    },
  },
  moved: {
    rows: sql`mrr_movements m JOIN workspaces w ON w.id = m.workspace_id WHERE true`,
    ...{ at: sql`m.at`, id: sql`m.id`, idType: sql`bigint` },
    columns: {
      ...{ currency: sql`m.currency`, tier: none, interval: none },
      ...{ tag: sql`m.kind::text`, amount: sql`m.after_minor`, other: sql`m.before_minor` },
    },
  },
  trials: {
    rows: sql`trials t JOIN workspaces w ON w.id = t.workspace_id WHERE true`,
    ...{ at: sql`t.started_at`, id: sql`t.workspace_id`, idType: sql`uuid` },
    columns: {
      ...{ currency: none, tier: none, interval: none, amount: none, other: none },
      tag: sql`CASE WHEN EXISTS (SELECT FROM mrr_movements m WHERE m.workspace_id = t.workspace_id AND m.kind = 'new')
        THEN 'converted' ELSE 'open' END`,
    },
  },
};

/** @returns the newest first, after the place that the query names */
export function listRows(db: Prisma, query: RowsQuery, limit: number): Promise<RevenueRow[]> {
  const { rows, at, id, idType, columns } = sources[query.figure];
  const { after } = query;
  return db.$queryRaw<RevenueRow[]>(sql`
    SELECT ${id}::text AS id, ${at} AS at, w.id::text AS "workspaceId", w.name AS workspace,
      ${columns.currency} AS currency, ${columns.tier} AS tier, ${columns.interval} AS "interval",
      ${columns.tag} AS tag, ${columns.amount}::int AS "amountMinor", ${columns.other}::int AS "otherMinor"
    FROM ${rows} ${within(at, query)}
      ${is(columns.currency, query.currency)} ${is(columns.tier, query.tier)}
      ${is(columns.interval, query.interval)} ${is(columns.tag, query.tag)}
      ${after ? sql`AND (${at}, ${id}) < (${after.at}, ${after.id}::${idType})` : sql``}
    ORDER BY ${at} DESC, ${id} DESC LIMIT ${limit}`);
}

function within(at: Sql, { month, since }: RowsQuery): Sql {
  const from = month ? startOf(month) : since ? new Date(`${since}T00:00:00Z`) : null;
  if (!from) return sql``;
  return month
    ? sql`AND ${at} >= ${from} AND ${at} < ${startOf(monthAfter(month))}`
    : sql`AND ${at} >= ${from}`;
}

function is(column: Sql, wanted: string | null): Sql {
  if (wanted === null) return sql``;
  return wanted === unknown ? sql`AND ${column} IS NULL` : sql`AND ${column} = ${wanted}`;
}
