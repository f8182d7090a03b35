-- Greenhouse counts a tenant's calls whichever replica makes them, so the replica that goes on must know what is left.
CREATE TABLE harvest_budget (
    tenant_id      text PRIMARY KEY,
    call_limit     int         NOT NULL,
    remaining      int         NOT NULL,
    window_seconds bigint      NOT NULL,
    window_end     timestamptz NOT NULL
);
