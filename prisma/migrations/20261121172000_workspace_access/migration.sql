-- What each workspace may do, as it was last worked out: for lists and counts over many of them. It decides
-- nothing. `next_change_at` says from when on it has to be worked out anew; null while only an event can
-- change it.
CREATE TABLE "workspace_access" (
    "workspace_id" UUID NOT NULL,
    "profile_id" UUID,
    "signed_up_at" TIMESTAMPTZ(3),
    "tier" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "next_change_at" TIMESTAMPTZ(3),
    CONSTRAINT "workspace_access_pkey" PRIMARY KEY ("workspace_id"),
    CONSTRAINT "workspace_access_owner_check" CHECK (num_nonnulls("profile_id", "signed_up_at") IN (0, 2))
);
ALTER TABLE "workspace_access" ADD CONSTRAINT "workspace_access_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Those that are there already are due at once. Whose a personal workspace is, its first owner tells.
INSERT INTO "workspace_access" ("workspace_id", "profile_id", "signed_up_at", "tier", "source", "next_change_at")
SELECT w."id", o."id", o."created_at", 'starter', 'free', 'epoch'
FROM "workspaces" w LEFT JOIN (
    SELECT DISTINCT ON (p."id") p."id", p."created_at", m."workspace_id"
    FROM "profiles" p JOIN "workspace_members" m ON m."profile_id" = p."id" AND m."role" = 'OWNER'
        JOIN "workspaces" own ON own."id" = m."workspace_id" AND own."is_personal"
    ORDER BY p."id", m."created_at", m."workspace_id"
) o ON o."workspace_id" = w."id"
-- One with two owners is the one's or the other's.
ON CONFLICT ("workspace_id") DO NOTHING;

CREATE INDEX "workspace_access_profile_id_idx" ON "workspace_access"("profile_id");
CREATE INDEX "workspace_access_source_signed_up_at_profile_id_idx" ON "workspace_access"("source", "signed_up_at" DESC, "profile_id" DESC);
CREATE INDEX "workspace_access_tier_signed_up_at_profile_id_idx" ON "workspace_access"("tier", "signed_up_at" DESC, "profile_id" DESC);
CREATE INDEX "workspace_access_due_idx" ON "workspace_access"("next_change_at") WHERE "next_change_at" IS NOT NULL;

-- Every workspace has its row, and it is due whenever what decides the access has changed, by whatever hand.
CREATE FUNCTION "note_access_change"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO workspace_access (workspace_id, tier, source, next_change_at)
    VALUES (NEW.id, 'starter', 'free', 'epoch')
    ON CONFLICT (workspace_id) DO UPDATE SET next_change_at = 'epoch';
    RETURN NULL;
END $$;
CREATE TRIGGER "access_due_first" AFTER INSERT ON "workspaces"
    FOR EACH ROW EXECUTE FUNCTION "note_access_change"();
CREATE TRIGGER "access_due" AFTER UPDATE ON "workspaces" FOR EACH ROW
    WHEN (OLD.entitlement_version IS DISTINCT FROM NEW.entitlement_version)
    EXECUTE FUNCTION "note_access_change"();

CREATE FUNCTION "note_access_owner"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE workspace_access a SET profile_id = p.id, signed_up_at = p.created_at
    FROM workspaces w, profiles p
    WHERE a.workspace_id = NEW.workspace_id AND a.profile_id IS NULL AND w.id = a.workspace_id AND w.is_personal
        AND p.id = NEW.profile_id
        AND NOT EXISTS (SELECT FROM workspace_access other WHERE other.profile_id = NEW.profile_id);
    RETURN NULL;
END $$;
CREATE TRIGGER "access_owner" AFTER INSERT ON "workspace_members" FOR EACH ROW
    WHEN (NEW.role = 'OWNER') EXECUTE FUNCTION "note_access_owner"();

-- Closed to Supabase's Data API like everything else.
ALTER TABLE "workspace_access" ENABLE ROW LEVEL SECURITY;
REVOKE EXECUTE ON FUNCTION "note_access_change"() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "note_access_owner"() FROM PUBLIC;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
    END LOOP;
END $$;
