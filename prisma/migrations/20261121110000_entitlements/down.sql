-- The way back of migration.sql: drops what it made and the data in it.
DROP TABLE "api_keys", "promo_grants", "entitlement_overrides", "fee_waivers";
DROP TRIGGER "entitlement_version" ON "subscriptions";
DROP TRIGGER "entitlement_version" ON "workspaces";
DROP FUNCTION "raise_override_entitlement_version"();
DROP FUNCTION "raise_entitlement_version"();
DROP FUNCTION "raise_own_entitlement_version"();
ALTER TABLE "workspaces" DROP COLUMN "entitlement_version", DROP COLUMN "promo_banked_seconds", DROP COLUMN "promo_ends_at";
DROP TYPE "override_effect";
