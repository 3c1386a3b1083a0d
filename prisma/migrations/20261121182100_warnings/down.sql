-- The way back of migration.sql.
DROP INDEX "audit_events_warnings_idx";
