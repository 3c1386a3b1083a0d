-- The way back of migration.sql: drops what it made and the data in it.
DROP TABLE "usage_progress", "scan_overruns", "usage_notices", "usage_differences", "usage_daily", "usage_counters", "usage_events";
