-- A position holds for the settings that it was reached under. Other ones may admit applications that were read and passed over: then a
-- sweep is due, and what a dry run scored is to be written once the tenant goes live. An unknown scope is taken to be the present one,
-- so that an upgrade starts no sweeps.
SET LOCAL rocketmat.tenant = '*';

ALTER TABLE sync_position
    ADD COLUMN scope text,
    ADD COLUMN stage text NOT NULL DEFAULT 'LIVE',
    -- what was written, or refused, before then concerns another field
    ADD COLUMN field_since timestamptz;
UPDATE sync_position SET stage = 'DRY_RUN' WHERE tenant_id IN (SELECT tenant_id FROM tenant WHERE state = 'DRY_RUN');
