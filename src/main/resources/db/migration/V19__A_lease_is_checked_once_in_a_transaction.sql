-- Once a transaction was found to hold the lease it holds it to its end: the row stays locked. A part of it that is rolled back (to a
-- savepoint) takes lock and note away together.
CREATE OR REPLACE FUNCTION rocketmat_lease() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held text := current_setting('rocketmat.lease', true);
BEGIN
    -- operators and the registry hold none
    IF held <> '' AND held IS DISTINCT FROM current_setting('rocketmat.lease_found', true) THEN
        PERFORM 1 FROM lease WHERE tenant_id = rocketmat_tenant() AND token = held::bigint FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the lease of the tenant is another''s' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM set_config('rocketmat.lease_found', held, true);
    END IF;
    RETURN NULL;
END
$$;
