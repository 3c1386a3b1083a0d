-- How many people have what, by the tier and the source of their own workspace.
SELECT follow_figures('workspace_access', 'access_figures', $$
    SELECT 'access' AS figure, DATE '1970-01-01' AS day, '' AS currency, tier, '' AS "interval", source AS tag,
        0 AS minor FROM the_rows WHERE profile_id IS NOT NULL$$);

-- Few of very many: what the overview counts and the list of what needs a person shows.
CREATE INDEX "subscriptions_failing_idx" ON "subscriptions"("grace_until", "id") WHERE "status" IN ('past_due', 'unpaid');
CREATE INDEX "subscriptions_set_aside_idx" ON "subscriptions"("updated_at" DESC) WHERE "set_aside_reason" IS NOT NULL;
