-- The way back of migration.sql: nothing is lost, all of it is made from names and addresses.
DROP TRIGGER "profile_words_removed" ON "profiles";
DROP TRIGGER "profile_words_changed" ON "profiles";
DROP TRIGGER "profile_words_added" ON "profiles";
DROP TRIGGER "search_text" ON "profiles";
DROP FUNCTION "set_profile_words"();
DROP FUNCTION "set_search_text"();
DROP FUNCTION "profile_words_of"(TEXT);
DROP TABLE "profile_words";
DROP INDEX "profiles_leaving_idx";
DROP INDEX "profiles_created_at_id_idx";
ALTER TABLE "profiles" DROP COLUMN "search_text";
DROP FUNCTION "search_text"(TEXT, TEXT);
DROP FUNCTION "search_starts"(TEXT);
DROP FUNCTION "search_term"(TEXT);
DROP FUNCTION "search_form"(TEXT);
