-- What was done stays told until its time is over: rows of the audit are added, and removed by the
-- retention alone. It says so in its transaction, and cannot take what is a few days old.
CREATE OR REPLACE FUNCTION "refuse_audit_change"() RETURNS TRIGGER
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('dynamicqr.retention', true) = 'on' AND OLD."at" < now() - interval '6 days' THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'audit_events is append-only' USING ERRCODE = 'restrict_violation';
END $$;
