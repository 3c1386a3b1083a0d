CREATE TYPE "override_effect" AS ENUM ('grant', 'deny');

ALTER TABLE "workspaces"
    ADD COLUMN "promo_ends_at" TIMESTAMPTZ(3),
    ADD COLUMN "promo_banked_seconds" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "entitlement_version" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "fee_waivers" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspace_id" UUID NOT NULL,
    "tier" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "granted_by" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "revoke_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "fee_waivers_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "fee_waivers_revoked_check"
        CHECK (num_nonnulls("revoked_at", "revoked_by", "revoke_reason") IN (0, 3))
);

CREATE TABLE "entitlement_overrides" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspace_id" UUID,
    "profile_id" UUID,
    "effect" "override_effect" NOT NULL,
    "feature" TEXT,
    "limit_name" TEXT,
    "limit_value" INTEGER,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "end_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "entitlement_overrides_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "entitlement_overrides_subject_check" CHECK (num_nonnulls("workspace_id", "profile_id") = 1),
    CONSTRAINT "entitlement_overrides_target_check" CHECK (num_nonnulls("feature", "limit_name") = 1),
    -- No feature has a value, no value is below none, and at most unlimited says nothing.
    CONSTRAINT "entitlement_overrides_value_check" CHECK (CASE
        WHEN "limit_name" IS NULL THEN "limit_value" IS NULL
        ELSE coalesce("limit_value" >= 0, "effect" = 'grant') END),
    CONSTRAINT "entitlement_overrides_ended_check"
        CHECK (num_nonnulls("ended_at", "ended_by", "end_reason") IN (0, 3))
);

CREATE TABLE "promo_grants" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspace_id" UUID NOT NULL,
    "days" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "promo_grants_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "promo_grants_days_check" CHECK ("days" > 0)
);

CREATE TABLE "api_keys" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "fee_waivers_workspace_id_created_at_idx" ON "fee_waivers"("workspace_id", "created_at" DESC);
CREATE UNIQUE INDEX "fee_waivers_active_key" ON "fee_waivers"("workspace_id") WHERE "revoked_at" IS NULL;
CREATE INDEX "fee_waivers_due_idx" ON "fee_waivers"("ends_at") WHERE "revoked_at" IS NULL;
CREATE INDEX "entitlement_overrides_workspace_id_idx" ON "entitlement_overrides"("workspace_id");
CREATE INDEX "entitlement_overrides_profile_id_idx" ON "entitlement_overrides"("profile_id");
CREATE INDEX "entitlement_overrides_due_idx" ON "entitlement_overrides"("ends_at") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "promo_grants_workspace_id_source_key" ON "promo_grants"("workspace_id", "source");
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

ALTER TABLE "fee_waivers" ADD CONSTRAINT "fee_waivers_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "entitlement_overrides" ADD CONSTRAINT "entitlement_overrides_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "entitlement_overrides" ADD CONSTRAINT "entitlement_overrides_profile_id_fkey" FOREIGN KEY ("profile_id") REFERENCES "profiles"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "promo_grants" ADD CONSTRAINT "promo_grants_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whatever changes what decides a workspace's access, by whatever hand, raises its version: what was
-- kept under an older one is then known to be old.
CREATE FUNCTION "raise_own_entitlement_version"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    NEW.entitlement_version := OLD.entitlement_version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER "entitlement_version" BEFORE UPDATE ON "workspaces" FOR EACH ROW
    WHEN ((OLD.trial_ends_at, OLD.trial_banked_seconds, OLD.promo_ends_at, OLD.promo_banked_seconds)
        IS DISTINCT FROM (NEW.trial_ends_at, NEW.trial_banked_seconds, NEW.promo_ends_at, NEW.promo_banked_seconds))
    EXECUTE FUNCTION "raise_own_entitlement_version"();

CREATE FUNCTION "raise_entitlement_version"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE workspaces SET entitlement_version = entitlement_version + 1 WHERE id = OLD.workspace_id;
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND NEW.workspace_id IS DISTINCT FROM OLD.workspace_id THEN
        UPDATE workspaces SET entitlement_version = entitlement_version + 1 WHERE id = NEW.workspace_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "entitlement_version" AFTER INSERT OR UPDATE OR DELETE ON "subscriptions"
    FOR EACH ROW EXECUTE FUNCTION "raise_entitlement_version"();
CREATE TRIGGER "entitlement_version" AFTER INSERT OR UPDATE OR DELETE ON "fee_waivers"
    FOR EACH ROW EXECUTE FUNCTION "raise_entitlement_version"();

-- What is said of a person holds in every workspace of theirs. Rows are locked in one order.
CREATE FUNCTION "raise_override_entitlement_version"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    changed RECORD := coalesce(NEW, OLD);
BEGIN
    -- Each by index: in one statement the two would be a walk through all workspaces.
    IF changed.workspace_id IS NOT NULL THEN
        UPDATE workspaces SET entitlement_version = entitlement_version + 1 WHERE id = changed.workspace_id;
    ELSE
        PERFORM FROM workspaces WHERE id IN
            (SELECT m.workspace_id FROM workspace_members m WHERE m.profile_id = changed.profile_id)
            ORDER BY id FOR NO KEY UPDATE;
        UPDATE workspaces SET entitlement_version = entitlement_version + 1 WHERE id IN
            (SELECT m.workspace_id FROM workspace_members m WHERE m.profile_id = changed.profile_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "entitlement_version" AFTER INSERT OR UPDATE OR DELETE ON "entitlement_overrides"
    FOR EACH ROW EXECUTE FUNCTION "raise_override_entitlement_version"();

-- Closed to Supabase's Data API like everything else.
ALTER TABLE "fee_waivers" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "entitlement_overrides" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "promo_grants" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY;
REVOKE EXECUTE ON FUNCTION "raise_own_entitlement_version"() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "raise_entitlement_version"() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "raise_override_entitlement_version"() FROM PUBLIC;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
    END LOOP;
END $$;
