-- The way back of migration.sql. Keys of workspaces must not become keys of the platform.
DELETE FROM "api_keys" WHERE "workspace_id" IS NOT NULL;
ALTER TABLE "api_keys" DROP COLUMN "profile_id", DROP COLUMN "workspace_id";
