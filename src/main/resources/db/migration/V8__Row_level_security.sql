-- PostgreSQL refuses what the code forgot: rows are seen and written only for the tenant that the connection was told ('*': all of
-- them). FORCE binds the owner too. A migration that changes rows of these tables starts with SET LOCAL rocketmat.tenant = '*'.
CREATE FUNCTION rocketmat_tenant() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    tenant text := current_setting('rocketmat.tenant', true);
BEGIN
    IF tenant IS NULL OR tenant = '' THEN
        RAISE EXCEPTION 'a query without a tenant' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN tenant;
END
$$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['tenant', 'model_version', 'model_file', 'harvest_budget', 'score', 'run', 'sync_position', 'write_proof']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        -- in sub-selects, so that the function is called once a query and not once a row
        EXECUTE format('CREATE POLICY own_rows ON %I USING (tenant_id = (SELECT rocketmat_tenant()) OR (SELECT rocketmat_tenant()) = ''*'')', name);
    END LOOP;
END
$$;
