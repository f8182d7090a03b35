-- Who works for a tenant holds its latest token. Whoever was given an older one (a replica that stood still, or was cut off, while
-- another took over) is refused every change, in the transaction that would make it, whatever the code forgot.
CREATE TABLE lease (
    tenant_id text PRIMARY KEY,
    -- never the same again, even after a purge
    token     bigint GENERATED ALWAYS AS IDENTITY
);
ALTER TABLE lease ENABLE ROW LEVEL SECURITY;
ALTER TABLE lease FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON lease USING (tenant_id = (SELECT rocketmat_tenant()) OR (SELECT rocketmat_tenant()) = '*');

-- FOR SHARE: a new token waits for the transactions of the old one, so that none of them commits behind it.
CREATE FUNCTION rocketmat_lease() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held text := current_setting('rocketmat.lease', true);
BEGIN
    -- operators and the registry hold none
    IF held <> '' THEN
        PERFORM 1 FROM lease WHERE tenant_id = rocketmat_tenant() AND token = held::bigint FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the lease of the tenant is another''s' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    RETURN NULL;
END
$$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['tenant', 'harvest_budget', 'score', 'run', 'sync_position', 'write_proof']
    LOOP
        EXECUTE format('CREATE TRIGGER lease_held BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION rocketmat_lease()', name);
    END LOOP;
END
$$;

-- A sweep of everything open may take hours; what is new in the meantime is read in windows of its own.
DROP INDEX ux_run_open;
CREATE UNIQUE INDEX ux_run_open_window ON run (tenant_id) WHERE ended_at IS NULL AND window_from IS NOT NULL;
CREATE UNIQUE INDEX ux_run_open_sweep ON run (tenant_id) WHERE ended_at IS NULL AND window_from IS NULL;
