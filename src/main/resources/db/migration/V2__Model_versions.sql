-- Every tenant has models of its own; files lie apart from versions, so that a list of versions does not read them.
CREATE TABLE model_version (
    tenant_id    text        NOT NULL,
    version      text        NOT NULL CHECK (version ~ '^[0-9a-f]{64}$'),
    name         text        NOT NULL,
    manifest     text        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('UPLOADED', 'SHADOW', 'ACTIVE', 'RETIRED')),
    uploaded_at  timestamptz NOT NULL,
    activated_at timestamptz,
    checks       text        NOT NULL,
    CONSTRAINT pk_model_version PRIMARY KEY (tenant_id, version)
);

-- Whatever two replicas do at once, one version scores.
CREATE UNIQUE INDEX ux_model_version_active ON model_version (tenant_id) WHERE state = 'ACTIVE';

CREATE TABLE model_file (
    tenant_id text  NOT NULL,
    version   text  NOT NULL,
    content   bytea NOT NULL,
    CONSTRAINT pk_model_file PRIMARY KEY (tenant_id, version),
    CONSTRAINT fk_model_file_version FOREIGN KEY (tenant_id, version) REFERENCES model_version ON DELETE CASCADE
);

-- Weights hardly compress: read them without trying.
ALTER TABLE model_file ALTER COLUMN content SET STORAGE EXTERNAL;
