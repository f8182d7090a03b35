-- The schema of the first release. Later migrations must let the previous release keep working: expand first, contract one
-- release later.
--
-- Nothing waits long behind a migration. It gives up after five seconds behind a lock, is undone, and is tried again. An index on a large
-- table is made CONCURRENTLY, in a migration of its own: of a partitioned table ON ONLY the table first, then on each partition, then
-- attached, which is a migration of its own again. Many rows are changed in batches, each committed. A migration that makes an index so
-- or changes rows so has a file beside it, V2__What.sql.conf with executeInTransaction=false. It is not undone when it fails, so it may be
-- run again from its first line, starts with SET lock_timeout = 0, and ends with SET lock_timeout = '5s' for those after it. UpgradeTest
-- has one.
--
-- Nothing of a tenant's secret is stored, and of candidates only their ids, scores and the names of features; their values only sealed.
-- A migration that changes rows starts with SET LOCAL rocketmat.tenant = '*': row-level security (the last section) binds the
-- owner too.

-- ---- Tenants and their schedule -----------------------------------------------------------------------------------------------------

-- The state of a tenant, shared by all replicas.
CREATE TABLE tenant (
    tenant_id      text PRIMARY KEY,
    state          text        NOT NULL,
    since          timestamptz NOT NULL,
    reason         text,
    remedy         text,
    paused         boolean     NOT NULL DEFAULT false,
    -- the state beneath an operator's pause, which may still change
    beneath        text,
    -- so that a newer secret is recognised after a restart too
    secret_version bigint,
    -- why a newer secret is not in use, and what to do about that, beside what slices tell
    secret_reason  text,
    secret_remedy  text
);

-- A single row that stops every replica.
CREATE TABLE kill_switch (
    id        boolean PRIMARY KEY DEFAULT true CHECK (id),
    paused    boolean NOT NULL DEFAULT false,
    -- the last pause, even if it has ended
    paused_at timestamptz,
    paused_by text
);
INSERT INTO kill_switch DEFAULT VALUES;

-- The slice that works for a tenant holds its latest token. PostgreSQL refuses every change by a replica with an older one (it
-- stalled or was cut off while another replica took over): see rocketmat_lease() below.
CREATE TABLE lease (
    tenant_id text PRIMARY KEY,
    -- tokens are never reused, even after a purge
    token     bigint GENERATED ALWAYS AS IDENTITY,
    -- distinguishes a slice that hangs from one that works
    since     timestamptz NOT NULL DEFAULT now()
);

-- db-scheduler's own table (16.x): one row per tenant, task_instance is the tenant's id, task_data stays empty. Tenants that are
-- due by their schedule or on demand have a higher priority than those with a backlog (schedule.DueTenants).
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

-- The replicas that run: each refreshes its row every ten seconds, and rows of replicas that are gone are deleted after a day.
CREATE TABLE replica (
    -- as in picked_by of scheduled_tasks
    name    text PRIMARY KEY,
    version text        NOT NULL,
    since   timestamptz NOT NULL,
    seen_at timestamptz NOT NULL
);

-- ---- Greenhouse ---------------------------------------------------------------------------------------------------------------------

-- Greenhouse counts a tenant's calls across replicas, so the next replica must know how many are left.
CREATE TABLE harvest_budget (
    tenant_id      text PRIMARY KEY,
    call_limit     int         NOT NULL,
    remaining      int         NOT NULL,
    window_seconds bigint      NOT NULL,
    window_end     timestamptz NOT NULL
);

-- What is known about the effect of our writes in a tenant's Greenhouse. It is checked once for each score field, and never
-- guessed.
CREATE TABLE write_proof (
    tenant_id               text PRIMARY KEY,
    score_field             text NOT NULL,
    -- of its definition: one that was created again may have the same key
    score_field_id          bigint,
    first_application_id    bigint,
    first_sent_at           timestamptz,
    seen_at                 timestamptz,
    -- the most decimals of a score that the field has shown: no other value is taken for one with as many, or fewer
    decimals                int         NOT NULL DEFAULT 0,
    damaged_in              text,
    damage                  text,
    merges                  boolean,
    -- set while a doctor writes to an application; remains if the doctor dies before restoring it
    examined_application_id bigint,
    examined_since          timestamptz,
    -- after it ended: until when its value may still be shown there
    examined_until          timestamptz
);

-- ---- Models -------------------------------------------------------------------------------------------------------------------------

-- A version is a file and its manifest, named by the digests of both: scores refer to it, so neither may change.
CREATE TABLE model_version (
    tenant_id      text        NOT NULL,
    version        text        NOT NULL CHECK (version ~ '^[0-9a-f]{64}$'),
    name           text        NOT NULL,
    -- in canonical form, without cases, which may be rows of real people
    manifest       text        NOT NULL,
    -- a damaged file often still loads, so it is compared with this
    file_sha256    text        NOT NULL,
    state          text        NOT NULL,
    uploaded_at    timestamptz NOT NULL,
    activated_at   timestamptz,
    checks         text        NOT NULL,
    -- the baseline for the reasons of a score
    reference_row  text        NOT NULL,
    -- as measured in the trial, and charged by the cache; estimated if the system does not report it
    resident_bytes bigint      NOT NULL,
    batch_millis   bigint      NOT NULL,
    -- why the version is not run
    quarantine     text,
    -- Processes that died while running the tenant, since a batch last ended. After the first death the start of each batch is
    -- recorded, so that a second death can be attributed to the batch.
    deaths         integer     NOT NULL DEFAULT 0,
    batch_since    timestamptz,
    CONSTRAINT pk_model_version PRIMARY KEY (tenant_id, version),
    CONSTRAINT model_version_state_check CHECK (state IN ('UPLOADED', 'SHADOW', 'ACTIVE', 'RETIRED', 'QUARANTINED')),
    CONSTRAINT model_version_quarantine_check CHECK (state <> 'QUARANTINED' OR quarantine IS NOT NULL)
);
-- Only one version scores, even if two replicas activate at once.
CREATE UNIQUE INDEX ux_model_version_active ON model_version (tenant_id) WHERE state = 'ACTIVE';

-- A separate table, so that a list of versions does not read the files.
CREATE TABLE model_file (
    tenant_id text  NOT NULL,
    version   text  NOT NULL,
    content   bytea NOT NULL,
    CONSTRAINT pk_model_file PRIMARY KEY (tenant_id, version),
    CONSTRAINT fk_model_file_version FOREIGN KEY (tenant_id, version) REFERENCES model_version ON DELETE CASCADE
);
-- Weights hardly compress.
ALTER TABLE model_file ALTER COLUMN content SET STORAGE EXTERNAL;

-- What a version is for, what it was trained on and what it is worth: a training's report, or what came with an upload.
CREATE TABLE model_card (
    tenant_id text NOT NULL,
    version   text NOT NULL,
    format    text NOT NULL CHECK (format IN ('JSON', 'MARKDOWN')),
    content   text NOT NULL,
    CONSTRAINT pk_model_card PRIMARY KEY (tenant_id, version),
    CONSTRAINT fk_model_card_version FOREIGN KEY (tenant_id, version) REFERENCES model_version ON DELETE CASCADE
);

-- ---- Scores and runs ----------------------------------------------------------------------------------------------------------------

-- The table is its own outbox: a score commits together with the run's position, so that a crash never loses one.
CREATE TABLE score (
    tenant_id      text        NOT NULL,
    application_id bigint      NOT NULL,
    model_version  text        NOT NULL,
    candidate_id   bigint      NOT NULL,
    value          numeric,
    -- JSON: names of features with signed weights, never a candidate's values
    reasons        text,
    state          text        NOT NULL,
    -- why it is not written, or not taken out
    reason         text,
    -- the version whose score this one replaces in Greenhouse; null if the field must be empty, because values entered by people
    -- are not overwritten
    replaces       text,
    scored_at      timestamptz NOT NULL,
    written_at     timestamptz,
    -- name_key of the field that it was written to; null if it was not, or that is unknown
    score_field    text,
    -- the application's job when it was scored; null if it has none, or that is unknown
    job_id         bigint,
    PRIMARY KEY (tenant_id, application_id, model_version)
) PARTITION BY HASH (tenant_id);

-- The position of each run, from which any replica continues, and what it has done.
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
    -- attributes requested for the first page, which every page contains, even if the models need others by then
    attributes   text,
    read_whole   boolean     NOT NULL DEFAULT false,
    kind         text        NOT NULL DEFAULT 'WINDOW' CHECK (kind IN ('WINDOW', 'NAMED')),
    discovered   int         NOT NULL DEFAULT 0,
    scored       int         NOT NULL DEFAULT 0,
    -- of those scored, the ones that replace a score by another version
    renewed      int         NOT NULL DEFAULT 0,
    written      int         NOT NULL DEFAULT 0,
    left_alone   int         NOT NULL DEFAULT 0,
    failed       int         NOT NULL DEFAULT 0,
    error        text,
    PRIMARY KEY (tenant_id, id)
) PARTITION BY HASH (tenant_id);

-- ---- Decisions ----------------------------------------------------------------------------------------------------------------------

-- Who is meant by the aliases of the decision log. An erasure deletes the row, and with the salt the key to what was sealed under it. An
-- alias is the start of the SHA-256 of salt and application.
CREATE TABLE candidate_key (
    tenant_id      text   NOT NULL,
    alias          uuid   NOT NULL,
    candidate_id   bigint NOT NULL,
    -- null for decisions about the candidate, such as an objection
    application_id bigint,
    -- the application's job, as it was last read
    job_id         bigint,
    salt           bytea  NOT NULL CHECK (length(salt) = 32),
    PRIMARY KEY (tenant_id, alias)
);
CREATE UNIQUE INDEX ux_candidate_key_application ON candidate_key (tenant_id, application_id);
CREATE INDEX ix_candidate_key_candidate ON candidate_key (tenant_id, candidate_id);
-- for the comparison with Greenhouse: few, and in order
CREATE INDEX ix_candidate_key_whole ON candidate_key (tenant_id, candidate_id) WHERE application_id IS NULL;

-- What was decided about applications, each row chained to the one before it by its digest (decision.ChainedRow). No row has the id of a person
-- or of an application.
CREATE TABLE decision (
    tenant_id text        NOT NULL,
    -- without gaps
    number    bigint      NOT NULL,
    -- never before that of the row before
    at        timestamptz NOT NULL,
    alias     uuid        NOT NULL,
    job_id    bigint,
    kind      text        NOT NULL,
    version   text,
    value     numeric,
    -- what the model gave, before the manifest's scale
    raw       double precision,
    reasons   text,
    mode      text,
    detail    text,
    -- the values that went into the model, sealed; the digest covers their SHA-256
    features  bytea,
    digest    bytea       NOT NULL,
    PRIMARY KEY (tenant_id, number)
) PARTITION BY HASH (tenant_id);

-- The end of each tenant's chain, which shows whether rows were cut off there; writers lock it. Its root is the last row that retention
-- has removed.
CREATE TABLE decision_head (
    tenant_id   text PRIMARY KEY,
    number      bigint      NOT NULL DEFAULT 0,
    at          timestamptz NOT NULL DEFAULT 'epoch',
    digest      bytea       NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    root_number bigint      NOT NULL DEFAULT 0,
    root_digest bytea       NOT NULL DEFAULT decode(repeat('00', 32), 'hex')
);

-- ---- Partitions ---------------------------------------------------------------------------------------------------------------------

-- These tables only grow: with sixteen partitions, indexes and vacuums stay small, and a tenant's query reads one partition. By
-- hash instead of time, because the service's role may own nothing and so could not create or drop partitions later.
DO $$
BEGIN
    FOR part IN 0..15
    LOOP
        EXECUTE format('CREATE TABLE score_%s PARTITION OF score FOR VALUES WITH (MODULUS 16, REMAINDER %s)', to_char(part, 'FM00'), part);
        EXECUTE format('CREATE TABLE run_%s PARTITION OF run FOR VALUES WITH (MODULUS 16, REMAINDER %s)', to_char(part, 'FM00'), part);
        EXECUTE format('CREATE TABLE decision_%s PARTITION OF decision FOR VALUES WITH (MODULUS 16, REMAINDER %s)', to_char(part, 'FM00'), part);
    END LOOP;
END
$$;

-- read by writes
CREATE INDEX ix_score_pending ON score (tenant_id, application_id DESC) WHERE state = 'PENDING';
-- pages of scores and the size of the backlog
CREATE INDEX ix_score_state ON score (tenant_id, state, application_id DESC);
-- failures in a comparison of versions
CREATE INDEX ix_score_failed ON score (tenant_id, model_version) WHERE value IS NULL;
-- deleted by retention: scores that are neither in Greenhouse nor waiting
CREATE INDEX ix_score_settled ON score (scored_at) WHERE state IN ('DRY', 'SHADOW', 'GONE', 'REFUSED', 'SUPERSEDED');
-- everything stored about one person; led by the candidate, or it looks as good as the primary key for one application in a partition
-- that was not yet analysed, and each write of a tenant's first backlog would walk all its rows
CREATE INDEX ix_score_candidate ON score (candidate_id, tenant_id);
-- writes per hour, of all tenants
CREATE INDEX ix_score_written_at ON score (written_at) WHERE written_at IS NOT NULL;

-- A sweep may take hours, so a window is read beside it; the indexes prevent two open runs of one kind.
CREATE UNIQUE INDEX ux_run_open_window ON run (tenant_id) WHERE ended_at IS NULL AND window_from IS NOT NULL;
CREATE UNIQUE INDEX ux_run_open_sweep ON run (tenant_id) WHERE ended_at IS NULL AND window_from IS NULL;
-- open runs of either kind
CREATE INDEX ix_run_open ON run (tenant_id) WHERE ended_at IS NULL;
-- whose errors an erasure looks through
CREATE INDEX ix_run_error ON run (tenant_id) WHERE error IS NOT NULL;
-- deleted by retention
CREATE INDEX ix_run_ended ON run (ended_at) WHERE ended_at IS NOT NULL;
-- the last one of a kind, however many of another kind came after it
CREATE INDEX ix_run_kind ON run (tenant_id, kind, id) WHERE ended_at IS NOT NULL;
-- most runs find nothing
CREATE INDEX ix_run_found ON run (tenant_id, ended_at) WHERE scored > renewed;

-- one application's history
CREATE INDEX ix_decision_alias ON decision (tenant_id, alias, number);
-- share of a version's scores that people have overridden
CREATE INDEX ix_decision_overridden ON decision (tenant_id, version) WHERE kind = 'OVERRIDDEN';

-- one kind of decision; most rows are of two kinds, which are found without an index (WRITTEN not in a long dry run, at the cost of an
-- entry for each write)
CREATE INDEX ix_decision_kind ON decision (tenant_id, kind, number) WHERE kind NOT IN ('SCORED', 'WRITTEN');

-- Decisions are added and never changed, not even by the owner of the table, with two exceptions that must be declared: the purge of a
-- tenant, and retention after six months. The head only moves on.
CREATE FUNCTION decision_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('rocketmat.purge', true) = OLD.tenant_id THEN
            RETURN OLD;
        END IF;
        IF TG_TABLE_NAME <> 'decision_head' AND current_setting('rocketmat.retention', true) = 'decisions' THEN
            IF OLD.at < now() - interval '6 months' THEN
                RETURN OLD;
            END IF;
        END IF;
    END IF;
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'decision_head' THEN
        IF NEW.tenant_id = OLD.tenant_id AND NEW.number >= OLD.number AND NEW.root_number >= OLD.root_number THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the decision log is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON decision
    FOR EACH ROW EXECUTE FUNCTION decision_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON decision_head
    FOR EACH ROW EXECUTE FUNCTION decision_is_append_only();
-- a trigger of the statement is not inherited by partitions
DO $$
DECLARE
    name regclass;
BEGIN
    FOR name IN
        SELECT oid FROM pg_class
        WHERE relnamespace = current_schema::regnamespace AND relkind IN ('r', 'p') AND relname ~ '^decision(_head|_[0-9]{2})?$'
    LOOP
        EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION decision_is_append_only()', name);
    END LOOP;
END
$$;

-- How far the windows and sweeps of a tenant have come.
CREATE TABLE sync_position (
    tenant_id     text PRIMARY KEY,
    watermark     timestamptz,
    swept_at      timestamptz,
    requested_by  text,
    -- how many were requested so far: a slice that is refused drops none that came meanwhile
    requests      int         NOT NULL DEFAULT 0,
    failures      int  NOT NULL DEFAULT 0,
    -- The settings at the time of the position. New settings may cover applications that were skipped before; then a sweep is
    -- due.
    scope         text,
    stage         text NOT NULL DEFAULT 'LIVE',
    -- earlier writes and refusals concern another field
    field_since   timestamptz,
    -- the replica of the last slice died
    orphaned      boolean NOT NULL DEFAULT false,
    -- a model version was switched off, and what it left waiting is not dropped yet
    switched_off  text,
    -- the model version for which everything open was last swept; null while scores are not renewed
    rescored_for  text
);
CREATE INDEX ix_sync_position_requested ON sync_position (tenant_id) WHERE requested_by IS NOT NULL;

-- ---- Candidates' rights ------------------------------------------------------------------------------------------------------------

-- Digests of candidates' ids are keyed, because ids are few enough to try them all. A purge deletes the key.
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
    -- whose field says so, since only its No takes that back; 0 for the candidate's
    application_id bigint    NOT NULL DEFAULT 0,
    -- name_key of that field: another one, which may be empty for all, takes nothing back; null by API, and of a candidate who was merged
    field        text,
    objected_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, candidate_id, source, application_id)
);
CREATE INDEX ix_objection_application ON objection (tenant_id, application_id) WHERE application_id > 0;

-- How far the stored ids of a tenant have been compared with Greenhouse, largest ids first.
CREATE TABLE reconciliation (
    tenant_id   text PRIMARY KEY,
    -- of the present round, or of the last one
    round_since timestamptz NOT NULL,
    -- null between two rounds
    below       bigint,
    -- when the next ids may be asked of, or the next round begins
    next_at     timestamptz NOT NULL
);

-- A tenant's data key, which only Vault can unwrap: feature values are sealed under keys derived from it.
CREATE TABLE tenant_data_key (
    tenant_id   text PRIMARY KEY,
    -- never reused, even after a purge
    key_id      bigint GENERATED ALWAYS AS IDENTITY,
    wrapped     text NOT NULL,
    -- of Vault's key that wraps it
    key_version int NOT NULL
);

-- ---- Webhooks -----------------------------------------------------------------------------------------------------------------------

-- Applications that the next slice reads by their ids, since a webhook named them or a candidate's rights have changed.
CREATE TABLE wanted_application (
    tenant_id      text        NOT NULL,
    application_id bigint      NOT NULL,
    -- null where a score tells whose it is
    candidate_id   bigint,
    -- the order in which they are read; another one when it is wanted again, so that what was read before does not settle it
    revision       bigint      GENERATED ALWAYS AS IDENTITY,
    -- later than now where it is tried again after a pause
    wanted_at      timestamptz NOT NULL,
    -- how often what was to be done about it has failed
    tries          int         NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, application_id)
);
CREATE INDEX ix_wanted_application_revision ON wanted_application (tenant_id, revision);
-- whose slices may have missed one
CREATE INDEX ix_wanted_application_wanted_at ON wanted_application (wanted_at);

-- Events from Greenhouse: the queue, and afterwards the record of event ids. Other ids are cleared once the event is done.
CREATE TABLE webhook_event (
    tenant_id       text        NOT NULL,
    event_id        text        NOT NULL,
    received_at     timestamptz NOT NULL,
    action          text        NOT NULL,
    application_ids bigint[],
    candidate_id    bigint,
    -- what could not be done is tried again, each time later
    attempts        int         NOT NULL DEFAULT 0,
    due_at          timestamptz NOT NULL DEFAULT now(),
    done_at         timestamptz,
    -- also while a second erasure is due
    outcome         text,
    PRIMARY KEY (tenant_id, event_id)
);
CREATE INDEX ix_webhook_event_due ON webhook_event (tenant_id, due_at) WHERE done_at IS NULL;
-- without those whose second erasure is due later: after many deletions, each new event would read them all
CREATE INDEX ix_webhook_event_new ON webhook_event (tenant_id) WHERE done_at IS NULL AND outcome IS NULL;
CREATE INDEX ix_webhook_event_done ON webhook_event (done_at) WHERE done_at IS NOT NULL;
-- asked for every second by every replica
CREATE INDEX ix_webhook_event_jobs ON webhook_event (done_at) WHERE action IN ('job_updated', 'job_deleted');

-- Number of webhooks and the time of the last one, by outcome; most need no work and have no row in the queue.
CREATE TABLE webhook_count (
    tenant_id text        NOT NULL,
    action    text        NOT NULL,
    outcome   text        NOT NULL,
    number    bigint      NOT NULL,
    last_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, action, outcome)
);

-- ---- Trainings ----------------------------------------------------------------------------------------------------------------------

-- Trainings of tenants' own models: what was asked for, how far it has come, and what it gave. Rows and features are never stored.
CREATE TABLE training (
    tenant_id    text        NOT NULL,
    id           bigint      GENERATED BY DEFAULT AS IDENTITY,
    state        text        NOT NULL,
    -- why it was refused, failed, or waits
    reason       text,
    version      text,
    label        text        NOT NULL,
    -- features that it is not to learn from
    without      text[]      NOT NULL DEFAULT '{}',
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL,
    started_at   timestamptz,
    ended_at     timestamptz,
    -- counts the starts from the beginning; a replica with an older one has lost the training
    attempt      int         NOT NULL DEFAULT 0,
    -- those of them that follow the end of a process
    crashes      int         NOT NULL DEFAULT 0,
    rows_read    int         NOT NULL DEFAULT 0,
    phase        text,
    -- of the phase; null while it is unknown
    percent      int,
    -- JSON
    report       text,
    CONSTRAINT pk_training PRIMARY KEY (tenant_id, id),
    CONSTRAINT training_state_check
        CHECK (state IN ('QUEUED', 'READING', 'FITTING', 'EXAMINING', 'DONE', 'REFUSED', 'FAILED')),
    CONSTRAINT training_ended_check CHECK ((ended_at IS NOT NULL) = (state IN ('DONE', 'REFUSED', 'FAILED')))
);
-- one at a time
CREATE UNIQUE INDEX ux_training_open ON training (tenant_id) WHERE ended_at IS NULL;
-- the queue of all tenants
CREATE INDEX ix_training_queue ON training (requested_at) WHERE ended_at IS NULL;
-- deleted by retention
CREATE INDEX ix_training_ended ON training (ended_at) WHERE ended_at IS NOT NULL;

-- Another table of db-scheduler's, for trainings: one row per tenant with an open one. Apart from scheduled_tasks, so that
-- replicas that train nothing never claim one, and those that do take no slice's place (schedule.TrainingScheduler).
CREATE TABLE training_task (
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
    PRIMARY KEY (task_name, task_instance)
);

-- ---- The audit log -----------------------------------------------------------------------------------------------------------------

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
    -- Identical refusals within a minute are one row with a count, because one caller could otherwise fill the log.
    refusal     text,
    times       integer     NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX ux_audit_entry_refusal ON audit_entry (tenant_id, refusal) WHERE refusal IS NOT NULL;
-- the log of all tenants, newest entry first; the primary key starts with the tenant
CREATE INDEX audit_entry_by_id ON audit_entry (id);
-- who or what is rare, for whom the whole log would be read
CREATE INDEX ix_audit_entry_actor ON audit_entry (actor, id);
CREATE INDEX ix_audit_entry_phase ON audit_entry (phase, id) WHERE phase <> 'DONE';
-- deleted by retention
CREATE INDEX ix_audit_entry_recorded ON audit_entry (recorded_at);

-- Rows are added and never changed, not even by the owner of the table, with three exceptions that must be declared: the purge of
-- a tenant, retention after a year, and the count of a refusal.
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

-- In the database, so that a session is valid on every replica and ends everywhere once the token is revoked. The stored digests
-- of the browser's secret and of the token's digest cannot be used to sign in.
CREATE TABLE console_session (
    id         text PRIMARY KEY,
    operator   text        NOT NULL,
    -- for a token in Vault
    token_mark text,
    -- for an identity provider's role, which cannot be checked again, so such a session is short
    role       text,
    tenants    text,
    expires_at timestamptz NOT NULL
);

-- ---- Tenants apart: row-level security and leases -----------------------------------------------------------------------------------

-- PostgreSQL enforces the separation if the code fails to: rows are visible and writable only for the tenant that was set for the
-- connection ('*': all).
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

-- Every table with a tenant_id, including partitions, because a query may name one.
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
        -- in sub-selects, so that the function is called once per query and not per row
        EXECUTE format('CREATE POLICY own_rows ON %s USING (tenant_id = (SELECT rocketmat_tenant()) OR (SELECT rocketmat_tenant()) = ''*'')', name);
    END LOOP;
END
$$;

-- Refuses changes by a replica that has lost its lease, in the transaction that would make them. FOR SHARE: a new token waits for
-- transactions of the old one, so that none of them commits after it. A transaction that was found to hold the lease holds it to
-- its end, because the row stays locked; a rollback to a savepoint reverts both lock and setting.
CREATE FUNCTION rocketmat_lease() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held text := current_setting('rocketmat.lease', true);
BEGIN
    -- operators and the registry hold no lease
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

-- The tables that slices change, including the partitions of score, run and decision.
DO $$
DECLARE
    name regclass;
BEGIN
    FOR name IN
        SELECT oid FROM pg_class
        WHERE relnamespace = current_schema::regnamespace AND relkind IN ('r', 'p')
          AND relname ~ '^(tenant|model_version|harvest_budget|write_proof|sync_position|wanted_application|reconciliation|digest_key|tenant_data_key|erased_candidate|objection|webhook_event|candidate_key|decision_head|(score|run|decision)(_[0-9]{2})?)$'
    LOOP
        EXECUTE format('CREATE TRIGGER lease_held BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT EXECUTE FUNCTION rocketmat_lease()', name);
    END LOOP;
END
$$;
