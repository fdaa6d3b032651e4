-- The newest proposal to go on with the log as it is stored, until another person confirms it or it lapses. Its first signature counts
-- for nothing alone.
CREATE TABLE app.log_recovery_proposal (
    organisation text PRIMARY KEY,
    user_id      text NOT NULL,
    statement    bytea NOT NULL,
    key_id       uuid NOT NULL,
    signature    bytea NOT NULL CHECK (octet_length(signature) = 64),
    lapses_at    timestamptz NOT NULL
);
