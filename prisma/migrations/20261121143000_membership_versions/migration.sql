-- What is said of a person raises the version of the workspaces that they are in. One that they come to
-- later rises when they come: an answer from before they left may be older than what was said since.
CREATE FUNCTION "raise_joined_entitlement_version"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE workspaces SET entitlement_version = entitlement_version + 1 WHERE id = NEW.workspace_id;
    RETURN NULL;
END $$;
CREATE TRIGGER "entitlement_version" AFTER INSERT ON "workspace_members"
    FOR EACH ROW EXECUTE FUNCTION "raise_joined_entitlement_version"();
REVOKE EXECUTE ON FUNCTION "raise_joined_entitlement_version"() FROM PUBLIC;
