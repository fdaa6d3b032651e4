-- Devices somebody signed in on before (T19): failures from them and failures from elsewhere are counted apart, so that nobody afar keeps
-- the owner out. The token is random and stored only as its hash.
CREATE TABLE app.known_device (
    organisation text NOT NULL,
    device_id    uuid NOT NULL,
    user_id      text NOT NULL,
    token_hash   bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    first_at     timestamptz NOT NULL,
    last_at      timestamptz NOT NULL,
    logins       integer NOT NULL DEFAULT 1,
    forgotten_at timestamptz,
    PRIMARY KEY (organisation, device_id),
    UNIQUE (organisation, token_hash),
    FOREIGN KEY (organisation, user_id) REFERENCES app.person
);
CREATE INDEX known_device_of_person ON app.known_device (organisation, user_id) WHERE forgotten_at IS NULL;

-- 'afar', or the id of a known device
ALTER TABLE app.attempt ADD COLUMN source text NOT NULL DEFAULT 'afar';
ALTER TABLE app.attempt DROP CONSTRAINT attempt_pkey;
ALTER TABLE app.attempt ADD PRIMARY KEY (organisation, subject, purpose, source);
