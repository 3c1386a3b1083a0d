-- The way back of migration.sql: nothing is lost, it can be worked out again.
DROP TRIGGER "access_owner" ON "workspace_members";
DROP TRIGGER "access_due" ON "workspaces";
DROP TRIGGER "access_due_first" ON "workspaces";
DROP FUNCTION "note_access_owner"();
DROP FUNCTION "note_access_change"();
DROP TABLE "workspace_access";
