-- An operator's pause lies over a state that goes on beneath it; a secret is known to be newer after a restart too; one switch stops all.
ALTER TABLE tenant ADD COLUMN beneath text;
ALTER TABLE tenant ADD COLUMN secret_version bigint;

CREATE TABLE kill_switch (
    id        boolean PRIMARY KEY DEFAULT true CHECK (id),
    paused    boolean NOT NULL DEFAULT false,
    paused_at timestamptz,
    paused_by text
);
INSERT INTO kill_switch DEFAULT VALUES;
