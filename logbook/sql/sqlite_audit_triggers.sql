-- Makes the triggers that keep the audit append-only: no update; a delete only of lines that a deletion was recorded for first.
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
--
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM audit_deletions WHERE up_to_audit_id >= OLD.audit_id)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
--
CREATE TRIGGER audit_deletions_are_final BEFORE UPDATE ON audit_deletions
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
--
CREATE TRIGGER audit_deletions_are_kept BEFORE DELETE ON audit_deletions
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
