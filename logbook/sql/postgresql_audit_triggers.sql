-- Makes the triggers that keep the audit append-only: no update or truncate; a delete only of lines that a deletion was recorded for first.
CREATE FUNCTION refuse_unrecorded_audit_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit_deletions WHERE up_to_audit_id >= OLD.audit_id) THEN
        RAISE EXCEPTION 'the audit is append-only';
    END IF;
    RETURN OLD;
END $$;
--
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
--
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_unrecorded_audit_deletion();
--
CREATE TRIGGER audit_stays BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--
CREATE TRIGGER audit_deletions_are_final BEFORE UPDATE OR DELETE ON audit_deletions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--
CREATE TRIGGER audit_deletions_stay BEFORE TRUNCATE ON audit_deletions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
