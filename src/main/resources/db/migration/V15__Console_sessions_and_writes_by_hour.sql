-- Whoever is signed in at the console is so on every replica, and no longer once the token is revoked: so sessions are rows. What is
-- stored opens nothing: a digest of what the browser holds, and one of the token's digest.
CREATE TABLE console_session (
    id         text PRIMARY KEY,
    operator   text        NOT NULL,
    token_mark text        NOT NULL,
    opened_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ix_console_session_expires_at ON console_session (expires_at);

-- How many scores were written in each hour of the last day.
CREATE INDEX ix_score_written_at ON score (written_at) WHERE written_at IS NOT NULL;
