-- What was paid for, for how long, and the tax in it. Rows from before have no tax: the reconciliation
-- reads their customers again.
ALTER TABLE "invoices" ADD COLUMN "tier" TEXT, ADD COLUMN "interval" TEXT, ADD COLUMN "tax_minor" INTEGER;
ALTER TABLE "subscriptions" ADD COLUMN "mrr_minor" INTEGER;

CREATE INDEX "invoices_untold_idx" ON "invoices"("customer_id") WHERE "tax_minor" IS NULL;
CREATE INDEX "invoices_paid_at_idx" ON "invoices"("paid_at" DESC, "id" DESC) WHERE "status" = 'paid';
CREATE INDEX "refunds_issued_at_idx" ON "refunds"("issued_at" DESC, "id" DESC);
CREATE INDEX "refunds_invoice_id_idx" ON "refunds"("invoice_id");
CREATE INDEX "subscriptions_mrr_idx" ON "subscriptions"("started_at" DESC, "id" DESC) WHERE "status" IN ('active', 'past_due');
CREATE INDEX "trials_started_at_idx" ON "trials"("started_at" DESC, "workspace_id" DESC);

CREATE TYPE "mrr_movement_kind" AS ENUM ('new', 'expansion', 'contraction', 'churn', 'reactivation');

CREATE TABLE "mrr_movements" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "kind" "mrr_movement_kind" NOT NULL,
    "currency" TEXT NOT NULL,
    "before_minor" INTEGER NOT NULL,
    "after_minor" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "mrr_movements_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "mrr_movements_change_check" CHECK ("before_minor" >= 0 AND "after_minor" >= 0 AND "before_minor" <> "after_minor")
);
CREATE INDEX "mrr_movements_workspace_id_id_idx" ON "mrr_movements"("workspace_id", "id" DESC);
CREATE INDEX "mrr_movements_at_id_idx" ON "mrr_movements"("at" DESC, "id" DESC);
-- A workspace is new once.
CREATE UNIQUE INDEX "mrr_movements_new_key" ON "mrr_movements"("workspace_id") WHERE "kind" = 'new';
ALTER TABLE "mrr_movements" ADD CONSTRAINT "mrr_movements_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "figure_sums" (
    "figure" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "minor" BIGINT NOT NULL,
    CONSTRAINT "figure_sums_pkey" PRIMARY KEY ("figure", "day", "currency", "tier", "interval", "tag")
);

CREATE TABLE "figure_deltas" (
    "id" BIGSERIAL NOT NULL,
    "figure" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "minor" BIGINT NOT NULL,
    CONSTRAINT "figure_deltas_pkey" PRIMARY KEY ("id")
);

-- Appends by how much a statement has changed the figures of a query, which reads the rows it is
-- given as "the_rows" and answers figure, day, currency, tier, interval, tag and minor for each.
CREATE FUNCTION "count_figures"() RETURNS TRIGGER
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    counted TEXT := 'SELECT f.*, %s AS sign FROM (' || TG_ARGV[0] || ') f';
    added TEXT := format(replace(counted, 'the_rows', 'new_rows'), 1);
    removed TEXT := format(replace(counted, 'the_rows', 'old_rows'), -1);
BEGIN
    EXECUTE 'INSERT INTO figure_deltas (figure, day, currency, tier, "interval", tag, count, minor)
        SELECT figure, day, currency, tier, "interval", tag, sum(sign), sum(sign * minor) FROM ('
        || CASE TG_OP WHEN 'INSERT' THEN added WHEN 'DELETE' THEN removed ELSE added || ' UNION ALL ' || removed END
        || ') changed GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(sign) <> 0 OR sum(sign * minor) <> 0';
    RETURN NULL;
END $$;

-- Counts a table's figures from now on, and what is in it already.
CREATE FUNCTION "follow_figures"("followed" TEXT, "name" TEXT, "query" TEXT) RETURNS VOID
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION count_figures(%L)', name || '_inserted', followed, query);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION count_figures(%L)', name || '_updated', followed, query);
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
        FOR EACH STATEMENT EXECUTE FUNCTION count_figures(%L)', name || '_deleted', followed, query);
    EXECUTE 'INSERT INTO figure_deltas (figure, day, currency, tier, "interval", tag, count, minor)
        SELECT figure, day, currency, tier, "interval", tag, count(*), sum(minor) FROM ('
        || replace(query, 'the_rows', format('%I', followed)) || ') counted GROUP BY 1, 2, 3, 4, 5, 6';
END $$;

SELECT follow_figures('invoices', 'paid_figures', $$
    SELECT 'paid' AS figure, (paid_at AT TIME ZONE 'UTC')::date AS day, currency, coalesce(tier, '') AS tier,
        coalesce("interval", '') AS "interval",
        CASE WHEN discount_minor > 0 THEN 'discounted' ELSE 'full' END AS tag, amount_paid_minor AS minor
    FROM the_rows WHERE status = 'paid' AND paid_at IS NOT NULL AND amount_paid_minor > 0$$);
-- Of what was given back it counts when, and what it had been paid for.
SELECT follow_figures('refunds', 'refunded_figures', $$
    SELECT 'refunded' AS figure, (r.issued_at AT TIME ZONE 'UTC')::date AS day, r.currency,
        coalesce(i.tier, '') AS tier, coalesce(i."interval", '') AS "interval",
        CASE WHEN i.id IS NULL THEN '' WHEN i.discount_minor > 0 THEN 'discounted' ELSE 'full' END AS tag,
        r.amount_minor AS minor
    FROM the_rows r LEFT JOIN invoices i ON i.id = r.invoice_id WHERE r.status IN ('succeeded', 'pending')$$);
SELECT follow_figures('subscriptions', 'mrr_figures', $$
    SELECT 'mrr' AS figure, DATE '1970-01-01' AS day, currency, coalesce(tier, '') AS tier,
        coalesce("interval", '') AS "interval", CASE WHEN mrr_minor IS NULL THEN 'unknown' ELSE 'known' END AS tag,
        coalesce(mrr_minor, 0) AS minor
    FROM the_rows WHERE status IN ('active', 'past_due')$$);
SELECT follow_figures('mrr_movements', 'moved_figures', $$
    SELECT 'mrr_moved' AS figure, (at AT TIME ZONE 'UTC')::date AS day, currency, '' AS tier, '' AS "interval",
        kind::text AS tag, after_minor - before_minor AS minor FROM the_rows$$);
SELECT follow_figures('profiles', 'signed_up_figures', $$
    SELECT 'signed_up' AS figure, (created_at AT TIME ZONE 'UTC')::date AS day, '' AS currency, '' AS tier,
        '' AS "interval", '' AS tag, 0 AS minor FROM the_rows$$);
SELECT follow_figures('trials', 'trial_figures', $$
    SELECT 'trial' AS figure, (started_at AT TIME ZONE 'UTC')::date AS day, '' AS currency, '' AS tier,
        '' AS "interval", '' AS tag, 0 AS minor FROM the_rows$$);
SELECT follow_figures('mrr_movements', 'converted_figures', $$
    SELECT 'trial_converted' AS figure, (t.started_at AT TIME ZONE 'UTC')::date AS day, '' AS currency, '' AS tier,
        '' AS "interval", '' AS tag, 0 AS minor
    FROM the_rows m JOIN trials t ON t.workspace_id = m.workspace_id WHERE m.kind = 'new'$$);

-- A refund is told by its invoice: where that is read again and says something else, so does the refund.
CREATE FUNCTION "move_refunded_figures"() RETURNS TRIGGER
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO figure_deltas (figure, day, currency, tier, "interval", tag, count, minor)
    SELECT 'refunded', (r.issued_at AT TIME ZONE 'UTC')::date, r.currency, coalesce(i.tier, ''), coalesce(i."interval", ''),
        CASE WHEN i.discount_minor > 0 THEN 'discounted' ELSE 'full' END, sum(i.sign), sum(i.sign * r.amount_minor)
    FROM (SELECT *, 1 AS sign FROM new_rows UNION ALL SELECT *, -1 FROM old_rows) i
    JOIN refunds r ON r.invoice_id = i.id AND r.status IN ('succeeded', 'pending')
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(i.sign) <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER "refunded_figures_moved" AFTER UPDATE ON "invoices" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "move_refunded_figures"();

CREATE TABLE "exchange_rates" (
    "id" BIGSERIAL NOT NULL,
    "day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "into" TEXT NOT NULL,
    "rate_micros" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "exchange_rates_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "exchange_rates_rate_check" CHECK ("rate_micros" > 0 AND "currency" <> "into")
);
CREATE INDEX "exchange_rates_currency_into_day_id_idx" ON "exchange_rates"("currency", "into", "day" DESC, "id" DESC);

CREATE TABLE "stripe_comparisons" (
    "id" BIGSERIAL NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "by" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "place" TEXT,
    "invoices" INTEGER NOT NULL DEFAULT 0,
    "subscriptions" INTEGER NOT NULL DEFAULT 0,
    "foreign" INTEGER NOT NULL DEFAULT 0,
    "differences" JSONB NOT NULL DEFAULT '[]',
    "difference_count" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "stripe_comparisons_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "stripe_comparisons_started_at_idx" ON "stripe_comparisons"("started_at" DESC);
CREATE TABLE "stripe_comparison_seen" (
    "comparison_id" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    CONSTRAINT "stripe_comparison_seen_pkey" PRIMARY KEY ("comparison_id", "id")
);
ALTER TABLE "stripe_comparison_seen" ADD CONSTRAINT "stripe_comparison_seen_comparison_id_fkey" FOREIGN KEY ("comparison_id") REFERENCES "stripe_comparisons"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Closed to Supabase's Data API like everything else.
ALTER TABLE "mrr_movements" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "figure_sums" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "figure_deltas" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "exchange_rates" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "stripe_comparisons" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "stripe_comparison_seen" ENABLE ROW LEVEL SECURITY;
REVOKE EXECUTE ON FUNCTION "count_figures"(), "follow_figures"(TEXT, TEXT, TEXT), "move_refunded_figures"() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "count_figures"() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "follow_figures"(TEXT, TEXT, TEXT) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "move_refunded_figures"() FROM PUBLIC;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
    END LOOP;
END $$;
