-- What is known of how a tenant's Greenhouse takes our writes: it is proved once, and must not be guessed.
CREATE TABLE write_proof (
    tenant_id            text PRIMARY KEY,
    score_field          text NOT NULL,
    first_application_id bigint,
    first_sent_at        timestamptz,
    seen_at              timestamptz,
    probe_application_id bigint,
    probe_sent_at        timestamptz,
    damaged_in           text,
    damage               text,
    merges               boolean
);
