-- Refusals that are alike are one row a minute, with how often there were: of a row the count may grow, and nothing else changes.
ALTER TABLE audit_entry ADD COLUMN times integer NOT NULL DEFAULT 1;
-- of a refusal, what those that are alike have in common
ALTER TABLE audit_entry ADD COLUMN refusal text;
CREATE UNIQUE INDEX ux_audit_entry_refusal ON audit_entry (tenant_id, refusal) WHERE refusal IS NOT NULL;

-- What retention looks for.
CREATE INDEX ix_audit_entry_recorded ON audit_entry (recorded_at);

-- Beside the purge of a tenant, retention takes rows away, which says so too (rocketmat.retention); no row of the last year.
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('rocketmat.purge', true) = OLD.tenant_id THEN
            RETURN OLD;
        END IF;
        IF current_setting('rocketmat.retention', true) = 'audit' AND OLD.recorded_at < now() - interval '365 days' THEN
            RETURN OLD;
        END IF;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.refusal IS NOT NULL AND NEW.times > OLD.times AND to_jsonb(NEW) - 'times' = to_jsonb(OLD) - 'times' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
