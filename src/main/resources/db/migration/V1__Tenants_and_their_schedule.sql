-- Where each tenant stands must be the same for every replica; nothing of its secret is stored.
CREATE TABLE tenant (
    tenant_id text PRIMARY KEY,
    state     text        NOT NULL,
    since     timestamptz NOT NULL,
    reason    text,
    remedy    text,
    paused    boolean     NOT NULL DEFAULT false
);

-- db-scheduler's own table (16.x): one row a tenant, task_instance = tenant id, no data.
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
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX ix_scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX ix_scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
