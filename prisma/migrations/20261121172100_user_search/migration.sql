-- People are found by the beginning of any word of their e-mail address or name, however common it is: see
-- src/lib/console/users/users-store.ts. Words are compared without case and without marks.
CREATE FUNCTION "search_form"(value TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog AS $$
    SELECT translate(regexp_replace(normalize(lower(value), NFD), '[\u0300-\u036f]', '', 'g'), E'łßæøđ\n\t', 'lsaod  ')
$$;

-- What is typed begins where its first word does: "@example.com" finds what "example.com" does.
CREATE FUNCTION "search_term"(value TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog AS $$
    SELECT regexp_replace(public.search_form(value), '^[\u0001-\u002f\u003a-\u0060\u007b-\u007f]+', '')
$$;

-- The text from each word on: a word begins after whatever is neither letter nor digit, and a number after
-- letters.
CREATE FUNCTION "search_starts"(value TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog AS $$
    SELECT array(SELECT array_to_string(parts[n:], '') FROM generate_series(2, cardinality(parts)) n)
    FROM string_to_array(regexp_replace(public.search_form(value),
        '(?<![0-9a-z\u0080-\uffff])(?=[0-9a-z\u0080-\uffff])|(?<=[a-z\u0080-\uffff])(?=[0-9])', E'\n', 'g'), E'\n') parts
$$;

-- Every start after a newline, so that one LIKE looks at all of them.
CREATE FUNCTION "search_text"(email TEXT, name TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog AS $$
    SELECT coalesce(string_agg(E'\n' || start, ''), '')
    FROM unnest(public.search_starts(email) || public.search_starts(name)) start
$$;

ALTER TABLE "profiles" ADD COLUMN "search_text" TEXT NOT NULL DEFAULT '';
CREATE INDEX "profiles_created_at_id_idx" ON "profiles"("created_at" DESC, "id" DESC);
CREATE INDEX "profiles_leaving_idx" ON "profiles"("created_at" DESC, "id" DESC) WHERE "deletion_requested_at" IS NOT NULL;

-- The beginnings of those starts, in the order of their bytes: what begins with a term is one range.
CREATE TABLE "profile_words" (
    "word" TEXT COLLATE "C" NOT NULL,
    "profile_id" UUID NOT NULL,
    CONSTRAINT "profile_words_pkey" PRIMARY KEY ("word", "profile_id")
);

CREATE FUNCTION "profile_words_of"(search_text TEXT) RETURNS SETOF TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog AS $$
    SELECT DISTINCT left(start, 20) FROM unnest(string_to_array(substr(search_text, 2), E'\n')) start
$$;

CREATE FUNCTION "set_search_text"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    NEW.search_text := public.search_text(NEW.email, NEW.name);
    RETURN NEW;
END $$;
CREATE TRIGGER "search_text" BEFORE INSERT OR UPDATE ON "profiles"
    FOR EACH ROW EXECUTE FUNCTION "set_search_text"();

CREATE FUNCTION "set_profile_words"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO profile_words SELECT word, n.id FROM new_rows n, LATERAL profile_words_of(n.search_text) word
        ORDER BY word;
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM profile_words w USING old_rows o, LATERAL profile_words_of(o.search_text) gone
        WHERE w.word = gone AND w.profile_id = o.id;
    ELSE
        DELETE FROM profile_words w
        USING old_rows o LEFT JOIN new_rows n ON n.id = o.id, LATERAL profile_words_of(o.search_text) gone
        WHERE n.search_text IS DISTINCT FROM o.search_text AND w.word = gone AND w.profile_id = o.id;
        INSERT INTO profile_words
        SELECT word, n.id FROM new_rows n LEFT JOIN old_rows o ON o.id = n.id, LATERAL profile_words_of(n.search_text) word
        WHERE n.search_text IS DISTINCT FROM o.search_text ORDER BY word;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "profile_words_added" AFTER INSERT ON "profiles" REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "set_profile_words"();
CREATE TRIGGER "profile_words_changed" AFTER UPDATE ON "profiles" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "set_profile_words"();
CREATE TRIGGER "profile_words_removed" AFTER DELETE ON "profiles" REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION "set_profile_words"();

-- Those who are there already.
UPDATE "profiles" SET "search_text" = '';

-- Closed to Supabase's Data API like everything else.
ALTER TABLE "profile_words" ENABLE ROW LEVEL SECURITY;
REVOKE EXECUTE ON FUNCTION "search_form"(TEXT) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "search_term"(TEXT) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "search_starts"(TEXT) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "search_text"(TEXT, TEXT) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "profile_words_of"(TEXT) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "set_search_text"() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION "set_profile_words"() FROM PUBLIC;
DO $$
DECLARE
    api_role TEXT;
BEGIN
    FOREACH api_role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = api_role);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', api_role);
    END LOOP;
END $$;
