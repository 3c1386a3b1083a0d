-- The way back of migration.sql: drops what it made and the data in it.
DROP TABLE "rate_limits", "visitor_salts", "scan_batches", "scan_totals", "scan_daily", "scan_events", "qr_codes", "workspace_members", "workspaces", "trials", "profiles";
DROP FUNCTION "notify_code_changed"();
DROP FUNCTION "ensure_scan_partitions"(DATE, INTEGER);
DROP TYPE "pause_reason";
DROP TYPE "workspace_role";
DROP TYPE "platform_role";
