-- By how much the sums of a followed table say something else than its rows, in one snapshot: whoever
-- writes past the triggers leaves such a difference. "name" is that of the trigger on inserts.
CREATE FUNCTION "figure_differences"("name" TEXT)
RETURNS TABLE ("figure" TEXT, "day" DATE, "currency" TEXT, "tier" TEXT, "interval" TEXT, "tag" TEXT, "count" BIGINT, "minor" BIGINT)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
DECLARE
    query TEXT;
    followed REGCLASS;
BEGIN
    SELECT convert_from(substr(t.tgargs, 1, length(t.tgargs) - 1), 'UTF8'), t.tgrelid::regclass INTO STRICT query, followed
    FROM pg_trigger t WHERE t.tgname = name AND t.tgfoid = 'count_figures'::regproc;
    RETURN QUERY EXECUTE format('
        SELECT $1, day, currency, tier, "interval", tag, sum(count)::bigint, sum(minor)::bigint FROM (
            SELECT day, currency, tier, "interval", tag, 1::bigint AS count, minor::bigint AS minor FROM (%s) anew
            UNION ALL SELECT day, currency, tier, "interval", tag, -count, -minor FROM figure_sums WHERE figure = $1
            UNION ALL SELECT day, currency, tier, "interval", tag, -count, -minor FROM figure_deltas WHERE figure = $1
        ) told GROUP BY 2, 3, 4, 5, 6 HAVING sum(count) <> 0 OR sum(minor) <> 0',
        replace(query, 'the_rows', followed::text)) USING substring(query FROM '''(\w+)'' AS figure');
END $$;

-- Closed to Supabase's Data API like everything else.
REVOKE EXECUTE ON FUNCTION "figure_differences"(TEXT) FROM PUBLIC;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON FUNCTION figure_differences(TEXT) FROM %I', api_role);
    END LOOP;
END $$;
