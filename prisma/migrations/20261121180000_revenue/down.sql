-- The way back of migration.sql: drops what it made and the data in it. Exchange rates and the results
-- of comparisons are gone; the rest is counted again on the way up.
DO $$
DECLARE
    followed RECORD;
BEGIN
    FOR followed IN SELECT tgname, tgrelid::regclass AS of FROM pg_trigger
        WHERE tgfoid IN ('count_figures'::regproc, 'move_refunded_figures'::regproc) LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', followed.tgname, followed.of);
    END LOOP;
END $$;
DROP FUNCTION "follow_figures", "count_figures", "move_refunded_figures";
DROP TABLE "stripe_comparison_seen", "stripe_comparisons", "exchange_rates", "figure_deltas", "figure_sums", "mrr_movements";
DROP TYPE "mrr_movement_kind";
DROP INDEX "invoices_untold_idx", "invoices_paid_at_idx", "refunds_issued_at_idx", "refunds_invoice_id_idx", "subscriptions_mrr_idx", "trials_started_at_idx";
ALTER TABLE "subscriptions" DROP COLUMN "mrr_minor";
ALTER TABLE "invoices" DROP COLUMN "tier", DROP COLUMN "interval", DROP COLUMN "tax_minor";
