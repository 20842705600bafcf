-- Makes the triggers that keep the logbook append-only: no update or truncate; a delete only of what the deletion log names first.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the logbook is append-only'; END $$;
--
CREATE FUNCTION refuse_unlogged_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM deletions WHERE change_id = OLD.change_id) THEN
        RAISE EXCEPTION 'the logbook is append-only';
    END IF;
    RETURN OLD;
END $$;
--
CREATE TRIGGER changes_are_final BEFORE UPDATE ON changes FOR EACH ROW EXECUTE FUNCTION refuse_change();
--
CREATE TRIGGER changes_are_kept BEFORE DELETE ON changes FOR EACH ROW EXECUTE FUNCTION refuse_unlogged_deletion();
--
CREATE TRIGGER changes_stay BEFORE TRUNCATE ON changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--
CREATE TRIGGER deletions_are_final BEFORE UPDATE OR DELETE ON deletions FOR EACH ROW EXECUTE FUNCTION refuse_change();
--
CREATE TRIGGER deletions_stay BEFORE TRUNCATE ON deletions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
