-- The way back of migration.sql: paused accounts are let in again, and suspended codes stay as they are.
DROP INDEX "profiles_admins_idx";
DROP TABLE "suspended_codes";
ALTER TABLE "profiles" DROP COLUMN "paused_at", DROP COLUMN "paused_reason";
