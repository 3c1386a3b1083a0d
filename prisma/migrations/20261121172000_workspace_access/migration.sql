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
CREATE FUNCTION "add_workspace_access"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO workspace_access (workspace_id, tier, source, next_change_at)
    SELECT id, 'starter', 'free', 'epoch' FROM new_rows;
    RETURN NULL;
END $$;
CREATE TRIGGER "workspace_access_added" AFTER INSERT ON "workspaces" REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "add_workspace_access"();

CREATE FUNCTION "make_workspace_access_due"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE workspace_access a SET next_change_at = 'epoch'
    FROM new_rows n JOIN old_rows o ON o.id = n.id AND o.entitlement_version <> n.entitlement_version
    WHERE a.workspace_id = n.id;
    RETURN NULL;
END $$;
CREATE TRIGGER "workspace_access_due" AFTER UPDATE ON "workspaces" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "make_workspace_access_due"();

CREATE FUNCTION "set_workspace_access_owner"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE workspace_access a SET profile_id = p.id, signed_up_at = p.created_at
    FROM new_rows n JOIN workspaces w ON w.id = n.workspace_id AND w.is_personal
        JOIN profiles p ON p.id = n.profile_id
    WHERE n.role = 'OWNER' AND a.workspace_id = w.id AND a.profile_id IS NULL
        AND NOT EXISTS (SELECT FROM workspace_access other WHERE other.profile_id = p.id);
    RETURN NULL;
END $$;
CREATE TRIGGER "workspace_access_owner" AFTER INSERT ON "workspace_members" REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "set_workspace_access_owner"();

-- Closed to Supabase's Data API like everything else.
ALTER TABLE "workspace_access" ENABLE ROW LEVEL SECURITY;
REVOKE EXECUTE ON FUNCTION "add_workspace_access"() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "make_workspace_access_due"() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "set_workspace_access_owner"() FROM PUBLIC;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
    END LOOP;
END $$;
