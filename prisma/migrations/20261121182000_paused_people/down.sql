-- The way back of migration.sql.
DROP INDEX "profiles_paused_idx";
