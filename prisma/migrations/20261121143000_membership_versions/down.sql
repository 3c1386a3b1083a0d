-- The way back of migration.sql.
DROP TRIGGER "entitlement_version" ON "workspace_members";
DROP FUNCTION "raise_joined_entitlement_version"();
