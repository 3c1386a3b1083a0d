CREATE TABLE "promo_codes" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "max_uses" INTEGER,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "ends_at" TIMESTAMPTZ(3),
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "batch_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "promo_codes_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "promo_codes_code_check" CHECK ("code" ~ '^[A-Z0-9]+$'),
    CONSTRAINT "promo_codes_days_check" CHECK ("days" > 0),
    -- Whatever writes here: there are never more uses than were allowed.
    CONSTRAINT "promo_codes_uses_check" CHECK ("uses" >= 0 AND coalesce("max_uses" > 0 AND "uses" <= "max_uses", true))
);

CREATE TABLE "promo_redemptions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "promo_code_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "profile_id" UUID NOT NULL,
    "days" INTEGER NOT NULL,
    "granted_until" TIMESTAMPTZ(3),
    "redeemed_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "promo_redemptions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "promo_redemptions_days_check" CHECK ("days" > 0)
);

CREATE UNIQUE INDEX "promo_codes_code_key" ON "promo_codes"("code");
CREATE INDEX "promo_codes_created_at_id_idx" ON "promo_codes"("created_at" DESC, "id" DESC);
CREATE INDEX "promo_codes_batch_id_idx" ON "promo_codes"("batch_id");
CREATE UNIQUE INDEX "promo_redemptions_promo_code_id_workspace_id_key" ON "promo_redemptions"("promo_code_id", "workspace_id");
CREATE UNIQUE INDEX "promo_redemptions_promo_code_id_profile_id_key" ON "promo_redemptions"("promo_code_id", "profile_id");
CREATE INDEX "promo_redemptions_promo_code_id_redeemed_at_id_idx" ON "promo_redemptions"("promo_code_id", "redeemed_at" DESC, "id" DESC);
CREATE INDEX "promo_redemptions_workspace_id_idx" ON "promo_redemptions"("workspace_id");
CREATE INDEX "promo_redemptions_profile_id_idx" ON "promo_redemptions"("profile_id");

-- A redemption never vanishes: the counter of its code stays equal to the rows.
ALTER TABLE "promo_redemptions" ADD CONSTRAINT "promo_redemptions_promo_code_id_fkey" FOREIGN KEY ("promo_code_id") REFERENCES "promo_codes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "promo_redemptions" ADD CONSTRAINT "promo_redemptions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "promo_redemptions" ADD CONSTRAINT "promo_redemptions_profile_id_fkey" FOREIGN KEY ("profile_id") REFERENCES "profiles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Closed to Supabase's Data API like everything else.
ALTER TABLE "promo_codes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "promo_redemptions" ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
    END LOOP;
END $$;
