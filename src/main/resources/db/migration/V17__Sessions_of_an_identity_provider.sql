-- Whom an identity provider knows has no token in Vault to be held against: what it allowed is kept with the session, which is short.
ALTER TABLE console_session
    ALTER COLUMN token_mark DROP NOT NULL,
    ADD COLUMN role    text,
    ADD COLUMN tenants text;
