-- The score row is its own outbox: it commits together with the run's position, so that a crash anywhere loses nothing.
CREATE TABLE score (
    tenant_id      text        NOT NULL,
    application_id bigint      NOT NULL,
    model_version  text        NOT NULL,
    candidate_id   bigint      NOT NULL,
    value          numeric,
    state          text        NOT NULL,
    scored_at      timestamptz NOT NULL,
    written_at     timestamptz,
    reason         text,
    PRIMARY KEY (tenant_id, application_id, model_version)
);
-- what the write-back looks for, and the backlog counts
CREATE INDEX ix_score_pending ON score (tenant_id, application_id DESC) WHERE state = 'PENDING';
CREATE INDEX ix_score_state ON score (tenant_id, state, application_id DESC);
