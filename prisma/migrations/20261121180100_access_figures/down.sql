-- The way back of migration.sql.
DROP TRIGGER "access_figures_inserted" ON "workspace_access";
DROP TRIGGER "access_figures_updated" ON "workspace_access";
DROP TRIGGER "access_figures_deleted" ON "workspace_access";
DROP INDEX "subscriptions_failing_idx", "subscriptions_set_aside_idx";
DELETE FROM "figure_deltas" WHERE "figure" = 'access';
DELETE FROM "figure_sums" WHERE "figure" = 'access';
