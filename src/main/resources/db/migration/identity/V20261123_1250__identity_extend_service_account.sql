-- Accounts of programs have tokens that end, and addresses they come from (T15). What an account had before goes on as it was.
CREATE TABLE app.service_token (
    organisation   text NOT NULL,
    token_id       uuid NOT NULL,
    name           text NOT NULL,
    token_hash     bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz,
    last_used_at   timestamptz,
    last_used_from text,
    PRIMARY KEY (organisation, token_id),
    UNIQUE (organisation, token_hash),
    FOREIGN KEY (organisation, name) REFERENCES app.service_account
);
INSERT INTO app.service_token (organisation, token_id, name, token_hash, created_at)
    SELECT organisation, gen_random_uuid(), name, token_hash, created_at FROM app.service_account;
ALTER TABLE app.service_account DROP COLUMN token_hash;
ALTER TABLE app.service_account ADD COLUMN sources text NOT NULL DEFAULT '';
ALTER TABLE app.service_account ADD COLUMN revoked_at timestamptz;
