-- What the trial measured, which the cache charges; null for a version that was stored before, or where the system does not tell.
ALTER TABLE model_version
    ADD COLUMN resident_bytes bigint,
    ADD COLUMN batch_millis   bigint;

-- A version that may not run any more, with the reason that people are shown.
ALTER TABLE model_version
    ADD COLUMN quarantine text,
    DROP CONSTRAINT model_version_state_check,
    ADD CONSTRAINT model_version_state_check CHECK (state IN ('UPLOADED', 'SHADOW', 'ACTIVE', 'RETIRED', 'QUARANTINED')),
    ADD CONSTRAINT model_version_quarantine_check CHECK (state <> 'QUARANTINED' OR quarantine IS NOT NULL);

-- Processes that died while the tenant was theirs, since a batch was last scored. From the first on it is noted when a batch begins, so that the
-- second is known to have died of it.
ALTER TABLE model_version
    ADD COLUMN deaths      integer NOT NULL DEFAULT 0,
    ADD COLUMN batch_since timestamptz;
