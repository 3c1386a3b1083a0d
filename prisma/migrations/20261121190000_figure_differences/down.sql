-- The way back of migration.sql.
DROP FUNCTION "figure_differences"(TEXT);
