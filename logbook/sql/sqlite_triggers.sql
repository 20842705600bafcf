-- Makes the triggers that keep the logbook append-only: no update; a delete only of what the deletion log names first.
CREATE TRIGGER changes_are_final BEFORE UPDATE ON changes
BEGIN SELECT RAISE(ABORT, 'the logbook is append-only'); END;
--
CREATE TRIGGER changes_are_kept BEFORE DELETE ON changes
WHEN NOT EXISTS (SELECT 1 FROM deletions WHERE change_id = OLD.change_id)
BEGIN SELECT RAISE(ABORT, 'the logbook is append-only'); END;
--
CREATE TRIGGER deletions_are_final BEFORE UPDATE ON deletions
BEGIN SELECT RAISE(ABORT, 'the deletion log is append-only'); END;
--
CREATE TRIGGER deletions_are_kept BEFORE DELETE ON deletions
BEGIN SELECT RAISE(ABORT, 'the deletion log is append-only'); END;
