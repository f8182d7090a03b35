-- The schema of the first release. Later files leave the former release its tables: first expand, a release later contract.
--
-- Nothing of a tenant's secret is stored, and of candidates no more than their ids, scores and the names of features.
-- A file that changes rows starts with SET LOCAL rocketmat.tenant = '*': row-level security (the last section) binds the owner too.

-- ---- Tenants and their schedule -----------------------------------------------------------------------------------------------------

-- The state of a tenant has to be the same for every replica.
CREATE TABLE tenant (
    tenant_id      text PRIMARY KEY,
    state          text        NOT NULL,
    since          timestamptz NOT NULL,
    reason         text,
    remedy         text,
    paused         boolean     NOT NULL DEFAULT false,
    -- the state that an operator's pause hides, which goes on changing
    beneath        text,
    -- so that a secret is known to be newer after a restart too
    secret_version bigint
);

-- One row, which stops every replica.
CREATE TABLE kill_switch (
    id        boolean PRIMARY KEY DEFAULT true CHECK (id),
    paused    boolean NOT NULL DEFAULT false,
    paused_at timestamptz,
    paused_by text
);
INSERT INTO kill_switch DEFAULT VALUES;

-- Whoever works for a tenant holds its latest token. A replica with an older one (it stood still or was cut off while another took
-- over) is refused every change by PostgreSQL: see rocketmat_lease() below.
CREATE TABLE lease (
    tenant_id text PRIMARY KEY,
    -- no token is used twice, even after a purge
    token     bigint GENERATED ALWAYS AS IDENTITY,
    -- tells a slice that hangs from one that is at work
    since     timestamptz NOT NULL DEFAULT now()
);

-- db-scheduler's own table (16.x): one row a tenant, task_instance is the tenant's id, task_data stays empty. Tenants that are due by their
-- schedule or on demand have a higher priority than those with a backlog (schedule.DbSchedulerDueTenants).
CREATE TABLE scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint DEFAULT 50,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX ix_scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX ix_scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
CREATE INDEX ix_scheduled_tasks_turn ON scheduled_tasks (priority DESC, execution_time);

-- ---- Greenhouse ---------------------------------------------------------------------------------------------------------------------

-- Greenhouse counts a tenant's calls whichever replica makes them, so the next replica must know how many are left.
CREATE TABLE harvest_budget (
    tenant_id      text PRIMARY KEY,
    call_limit     int         NOT NULL,
    remaining      int         NOT NULL,
    window_seconds bigint      NOT NULL,
    window_end     timestamptz NOT NULL
);

-- What has been seen of how a tenant's Greenhouse takes our writes. It is proved once for each score field, and never guessed.
CREATE TABLE write_proof (
    tenant_id               text PRIMARY KEY,
    score_field             text NOT NULL,
    first_application_id    bigint,
    first_sent_at           timestamptz,
    seen_at                 timestamptz,
    damaged_in              text,
    damage                  text,
    merges                  boolean,
    -- a doctor that dies between its write and putting the application back leaves its id here
    examined_application_id bigint,
    examined_since          timestamptz
);

-- ---- Models -------------------------------------------------------------------------------------------------------------------------

-- A version is a file and its manifest, and is named by the digests of both: scores refer to it, so neither changes under them.
CREATE TABLE model_version (
    tenant_id      text        NOT NULL,
    version        text        NOT NULL CHECK (version ~ '^[0-9a-f]{64}$'),
    name           text        NOT NULL,
    -- in its canonical form, without cases: they may be rows of real people
    manifest       text        NOT NULL,
    -- a damaged file often still loads, so it is held against this
    file_sha256    text        NOT NULL,
    state          text        NOT NULL,
    uploaded_at    timestamptz NOT NULL,
    activated_at   timestamptz,
    checks         text        NOT NULL,
    -- what the reasons of a score are measured against
    reference_row  text,
    -- as measured in the trial, and charged by the cache; null where the system does not tell
    resident_bytes bigint,
    batch_millis   bigint,
    -- why the version is not run any more
    quarantine     text,
    -- Processes that died while the tenant was theirs, since a batch was last scored. After the first, the beginning of each batch is
    -- noted, so that the second is known to have died of it.
    deaths         integer     NOT NULL DEFAULT 0,
    batch_since    timestamptz,
    CONSTRAINT pk_model_version PRIMARY KEY (tenant_id, version),
    CONSTRAINT model_version_state_check CHECK (state IN ('UPLOADED', 'SHADOW', 'ACTIVE', 'RETIRED', 'QUARANTINED')),
    CONSTRAINT model_version_quarantine_check CHECK (state <> 'QUARANTINED' OR quarantine IS NOT NULL)
);
-- One version scores, whatever two replicas do at once.
CREATE UNIQUE INDEX ux_model_version_active ON model_version (tenant_id) WHERE state = 'ACTIVE';

-- A table of its own, so that a list of versions does not read the files.
CREATE TABLE model_file (
    tenant_id text  NOT NULL,
    version   text  NOT NULL,
    content   bytea NOT NULL,
    CONSTRAINT pk_model_file PRIMARY KEY (tenant_id, version),
    CONSTRAINT fk_model_file_version FOREIGN KEY (tenant_id, version) REFERENCES model_version ON DELETE CASCADE
);
-- Weights hardly compress: do not try.
ALTER TABLE model_file ALTER COLUMN content SET STORAGE EXTERNAL;

-- ---- Scores and runs ----------------------------------------------------------------------------------------------------------------

-- The score row is its own outbox: it commits together with the run's position, so that a crash anywhere loses nothing.
CREATE TABLE score (
    tenant_id      text        NOT NULL,
    application_id bigint      NOT NULL,
    model_version  text        NOT NULL,
    candidate_id   bigint      NOT NULL,
    value          numeric,
    -- JSON: names of features with signed weights, never a candidate's values
    reasons        text,
    state          text        NOT NULL,
    -- why it is not written
    reason         text,
    -- the version whose score this one replaces in Greenhouse; null where the field has to be empty, since what people enter is left alone
    replaces       text,
    scored_at      timestamptz NOT NULL,
    written_at     timestamptz,
    PRIMARY KEY (tenant_id, application_id, model_version)
) PARTITION BY HASH (tenant_id);

-- What any replica goes on from: where a run is, and what it has done.
CREATE TABLE run (
    id           bigint GENERATED BY DEFAULT AS IDENTITY,
    tenant_id    text        NOT NULL,
    started_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    triggered_by text        NOT NULL,
    -- null for a sweep
    window_from  timestamptz,
    window_to    timestamptz NOT NULL,
    next_page    text,
    -- every page carries the attributes that the first one was asked for, whatever the models need by then
    attributes   text,
    read_whole   boolean     NOT NULL DEFAULT false,
    rescoring    boolean     NOT NULL DEFAULT false,
    discovered   int         NOT NULL DEFAULT 0,
    scored       int         NOT NULL DEFAULT 0,
    written      int         NOT NULL DEFAULT 0,
    left_alone   int         NOT NULL DEFAULT 0,
    failed       int         NOT NULL DEFAULT 0,
    error        text,
    PRIMARY KEY (tenant_id, id)
) PARTITION BY HASH (tenant_id);

-- Both only grow: in sixteen parts indexes and vacuums stay small, and a tenant's query reads one part. By hash rather than by time,
-- since the service's role may own nothing and so could not make or drop parts later.
DO $$
BEGIN
    FOR part IN 0..15
    LOOP
        EXECUTE format('CREATE TABLE score_%s PARTITION OF score FOR VALUES WITH (MODULUS 16, REMAINDER %s)', to_char(part, 'FM00'), part);
        EXECUTE format('CREATE TABLE run_%s PARTITION OF run FOR VALUES WITH (MODULUS 16, REMAINDER %s)', to_char(part, 'FM00'), part);
    END LOOP;
END
$$;

-- what the write-back reads
CREATE INDEX ix_score_pending ON score (tenant_id, application_id DESC) WHERE state = 'PENDING';
-- pages of scores and the size of the backlog
CREATE INDEX ix_score_state ON score (tenant_id, state, application_id DESC);
-- what a comparison of versions counts as failed
CREATE INDEX ix_score_failed ON score (tenant_id, model_version) WHERE value IS NULL;
-- what retention deletes: neither scores that are in Greenhouse nor those that wait
CREATE INDEX ix_score_settled ON score (scored_at) WHERE state IN ('DRY', 'SHADOW', 'GONE', 'REFUSED', 'SUPERSEDED');
-- all that is held about one person
CREATE INDEX ix_score_candidate ON score (tenant_id, candidate_id);
-- writes by hour, of all tenants
CREATE INDEX ix_score_written_at ON score (written_at) WHERE written_at IS NOT NULL;

-- A sweep may take hours, so a window is read beside it; two of a kind are never open at once, whatever the scheduler does.
CREATE UNIQUE INDEX ux_run_open_window ON run (tenant_id) WHERE ended_at IS NULL AND window_from IS NOT NULL;
CREATE UNIQUE INDEX ux_run_open_sweep ON run (tenant_id) WHERE ended_at IS NULL AND window_from IS NULL;
-- open runs of either kind
CREATE INDEX ix_run_open ON run (tenant_id) WHERE ended_at IS NULL;
-- what retention deletes
CREATE INDEX ix_run_ended ON run (ended_at) WHERE ended_at IS NOT NULL;

-- How far the windows and sweeps of a tenant have come.
CREATE TABLE sync_position (
    tenant_id     text PRIMARY KEY,
    watermark     timestamptz,
    swept_at      timestamptz,
    requested_by  text,
    failures      int  NOT NULL DEFAULT 0,
    -- The settings that the position was reached under. Other ones may admit applications that were passed over, and then a sweep is due.
    scope         text,
    stage         text NOT NULL DEFAULT 'LIVE',
    -- what was written or refused before then concerns another field
    field_since   timestamptz,
    -- how far the rescoring for a new model has come
    rescored_for  text,
    rescore_below bigint
);
CREATE INDEX ix_sync_position_requested ON sync_position (tenant_id) WHERE requested_by IS NOT NULL;

-- ---- Candidates' rights ------------------------------------------------------------------------------------------------------------

-- Digests of candidates' ids are keyed, since ids are few enough to try them all. A purge takes the key along.
CREATE TABLE digest_key (
    tenant_id text PRIMARY KEY,
    key       bytea NOT NULL CHECK (length(key) = 32)
);

-- Candidates who are not scored again after an erasure, without their ids. Only one by API can be taken back.
CREATE TABLE erased_candidate (
    tenant_id text        NOT NULL,
    digest    text        NOT NULL,
    source    text        NOT NULL CHECK (source IN ('API', 'GREENHOUSE')),
    erased_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, digest)
);

-- Candidates who asked not to be scored, through the API or a field in Greenhouse.
CREATE TABLE objection (
    tenant_id    text        NOT NULL,
    candidate_id bigint      NOT NULL,
    source       text        NOT NULL CHECK (source IN ('API', 'FIELD')),
    objected_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, candidate_id, source)
);

-- How far the stored ids of a tenant have been compared with Greenhouse in this round, largest ids first.
CREATE TABLE reconciliation (
    tenant_id   text PRIMARY KEY,
    round_since timestamptz NOT NULL,
    below       bigint
);

-- ---- Webhooks -----------------------------------------------------------------------------------------------------------------------

-- Applications that are to be read by their ids, since a webhook named them.
CREATE TABLE wanted_application (
    tenant_id      text        NOT NULL,
    application_id bigint      NOT NULL,
    wanted_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
);

-- What Greenhouse has told us: the queue, and afterwards the memory of event ids. Ids are emptied once the event is done.
CREATE TABLE webhook_event (
    tenant_id        text        NOT NULL,
    event_id         text        NOT NULL,
    received_at      timestamptz NOT NULL,
    action           text        NOT NULL,
    application_ids  bigint[],
    candidate_id     bigint,
    new_candidate_id bigint,
    job_id           bigint,
    done_at          timestamptz,
    outcome          text,
    PRIMARY KEY (tenant_id, event_id)
);
CREATE INDEX ix_webhook_event_waiting ON webhook_event (tenant_id, received_at) WHERE done_at IS NULL;
CREATE INDEX ix_webhook_event_done ON webhook_event (done_at) WHERE done_at IS NOT NULL;

-- ---- Exports and the audit log ------------------------------------------------------------------------------------------------------

-- One export of a tenant at a time, on any replica; that of a replica that died ends by itself.
CREATE TABLE export_lease (
    tenant_id  text PRIMARY KEY,
    export     text        NOT NULL,
    held_until timestamptz NOT NULL
);

-- Who did what for which tenant.
CREATE TABLE audit_entry (
    id          bigint GENERATED BY DEFAULT AS IDENTITY,
    tenant_id   text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor       text        NOT NULL,
    action      text        NOT NULL,
    phase       text        NOT NULL,
    reference   text        NOT NULL,
    details     text        NOT NULL,
    -- Equal refusals of a minute are one row with their number, since one caller could fill the log with them.
    refusal     text,
    times       integer     NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX ux_audit_entry_refusal ON audit_entry (tenant_id, refusal) WHERE refusal IS NOT NULL;
-- the log of all tenants, the last entry first; the primary key begins with the tenant
CREATE INDEX audit_entry_by_id ON audit_entry (id);
-- what retention deletes
CREATE INDEX ix_audit_entry_recorded ON audit_entry (recorded_at);

-- Rows are added and never changed, not by the owner of the table either, with three exceptions that say so: the purge of a tenant,
-- retention after a year, and the number of a refusal.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- ---- Console sessions ---------------------------------------------------------------------------------------------------------------

-- In the database, so that a session holds on every replica and ends everywhere once the token is revoked. What is stored opens nothing:
-- digests of what the browser holds and of the token's digest.
CREATE TABLE console_session (
    id         text PRIMARY KEY,
    operator   text        NOT NULL,
    -- of a token in Vault
    token_mark text,
    -- what an identity provider allowed: it cannot be asked again, so such a session is short
    role       text,
    tenants    text,
    opened_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ix_console_session_expires_at ON console_session (expires_at);

-- ---- Tenants apart: row-level security and leases -----------------------------------------------------------------------------------

-- PostgreSQL refuses what the code forgot: rows are seen and written only for the tenant that the connection was told ('*': all).
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

-- Every table with a tenant_id, the parts of partitioned ones included: a query may name a part.
DO $$
DECLARE
    name regclass;
BEGIN
    FOR name IN
        SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = current_schema::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'tenant_id'
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
        -- binds the owner too
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
        -- in sub-selects, so that the function is called once a query and not once a row
        EXECUTE format('CREATE POLICY own_rows ON %s USING (tenant_id = (SELECT rocketmat_tenant()) OR (SELECT rocketmat_tenant()) = ''*'')', name);
    END LOOP;
END
$$;

-- Refuses the changes of a replica that has lost its lease, in the transaction that would make them. FOR SHARE: a new token waits for the
-- transactions of the old one, so that none of them commits after it. A transaction that was found to hold the lease holds it to its end,
-- since the row stays locked; a rollback to a savepoint takes lock and note away together.
CREATE FUNCTION rocketmat_lease() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- What slices change, the parts of score and run included.
DO $$
DECLARE
    name regclass;
BEGIN
    FOR name IN
        SELECT oid FROM pg_class
        WHERE relnamespace = current_schema::regnamespace AND relkind IN ('r', 'p')
          AND relname ~ '^(tenant|harvest_budget|write_proof|sync_position|(score|run)(_[0-9]{2})?)$'
    LOOP
        EXECUTE format('CREATE TRIGGER lease_held BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT EXECUTE FUNCTION rocketmat_lease()', name);
    END LOOP;
END
$$;
