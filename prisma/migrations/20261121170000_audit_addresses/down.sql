-- The way back of migration.sql.
ALTER TABLE "audit_events" DROP COLUMN "address";
