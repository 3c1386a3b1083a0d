-- The way back of migration.sql: nothing is lost, it can be worked out again.
DROP TRIGGER "workspace_access_owner" ON "workspace_members";
DROP TRIGGER "workspace_access_due" ON "workspaces";
DROP TRIGGER "workspace_access_added" ON "workspaces";
DROP FUNCTION "set_workspace_access_owner"();
DROP FUNCTION "make_workspace_access_due"();
DROP FUNCTION "add_workspace_access"();
DROP TABLE "workspace_access";
