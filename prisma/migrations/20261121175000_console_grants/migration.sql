-- The console's lists of codes, waivers, overrides and keys go from the newest to the oldest, a page at
-- a time, also where what is asked for is rare among a million rows.
CREATE INDEX "promo_codes_code_prefix_idx" ON "promo_codes"("code" text_pattern_ops);
CREATE INDEX "promo_codes_ends_at_idx" ON "promo_codes"("ends_at");
CREATE INDEX "promo_codes_inactive_idx" ON "promo_codes"("created_at" DESC, "id" DESC) WHERE NOT "is_active";
CREATE INDEX "promo_codes_used_up_idx" ON "promo_codes"("created_at" DESC, "id" DESC) WHERE "uses" >= "max_uses";
CREATE INDEX "promo_codes_open_idx" ON "promo_codes"("created_at" DESC, "id" DESC)
    WHERE "is_active" AND ("max_uses" IS NULL OR "uses" < "max_uses");
-- By the beginnings of words, as short as they may be.
CREATE INDEX "promo_codes_words_idx" ON "promo_codes"
    USING gin (to_tsvector('simple', regexp_replace("description", '[^[:alnum:]]+', ' ', 'g')));

CREATE INDEX "fee_waivers_created_at_id_idx" ON "fee_waivers"("created_at" DESC, "id" DESC);
CREATE INDEX "fee_waivers_live_idx" ON "fee_waivers"("created_at" DESC, "id" DESC) WHERE "revoked_at" IS NULL;
CREATE INDEX "fee_waivers_revoked_idx" ON "fee_waivers"("created_at" DESC, "id" DESC) WHERE "revoked_by" <> 'system';
CREATE INDEX "fee_waivers_ended_idx" ON "fee_waivers"("created_at" DESC, "id" DESC) WHERE "revoked_by" = 'system';

CREATE INDEX "entitlement_overrides_created_at_id_idx" ON "entitlement_overrides"("created_at" DESC, "id" DESC);
CREATE INDEX "entitlement_overrides_live_idx" ON "entitlement_overrides"("created_at" DESC, "id" DESC) WHERE "ended_at" IS NULL;
CREATE INDEX "entitlement_overrides_ended_idx" ON "entitlement_overrides"("created_at" DESC, "id" DESC) WHERE "ended_at" IS NOT NULL;

CREATE INDEX "api_keys_prefix_idx" ON "api_keys"("prefix");
CREATE INDEX "api_keys_platform_idx" ON "api_keys"("created_at" DESC, "id" DESC) WHERE "workspace_id" IS NULL;
CREATE INDEX "api_keys_workspaces_idx" ON "api_keys"("created_at" DESC, "id" DESC) WHERE "workspace_id" IS NOT NULL;

-- Whom something is for is looked up by the beginning of a name or an address.
CREATE INDEX "profiles_email_beginning_idx" ON "profiles"(lower("email") text_pattern_ops);
CREATE INDEX "workspaces_name_beginning_idx" ON "workspaces"(lower("name") text_pattern_ops);
