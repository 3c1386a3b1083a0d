-- How many people have what, by the tier and the source of their own workspace.
SELECT follow_figures('workspace_access', 'access_figures', $$
    SELECT 'access' AS figure, DATE '1970-01-01' AS day, '' AS currency, tier, '' AS "interval", source AS tag,
        0 AS minor FROM the_rows WHERE profile_id IS NOT NULL$$);
