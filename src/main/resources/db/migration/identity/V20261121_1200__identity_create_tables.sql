-- Accounts, factors and wrapped keys (11.100, 11.300). Ordinary tables: every change to them is an audit entry in the same
-- transaction. Nothing in here opens a key or lets anybody log in without the server's keystore: verifiers and secrets are
-- under its pepper and share.

CREATE TABLE app.person (
    organisation text NOT NULL,
    user_id      text NOT NULL CHECK (user_id ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    printed_name text NOT NULL CHECK (printed_name <> ''),
    title        text NOT NULL CHECK (title <> ''),
    zone         text NOT NULL,
    state        text NOT NULL CHECK (state IN ('created', 'active', 'suspended', 'left')),
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation, user_id)
);

-- Ids are never used again (11.100(a)): an account ends by its state, its row stays.
CREATE FUNCTION app.keep_person() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'an account is never deleted and its id never changes: set its state'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_person BEFORE DELETE OR UPDATE OF organisation, user_id ON app.person
    FOR EACH ROW EXECUTE FUNCTION app.keep_person();

CREATE TABLE app.credential (
    organisation text NOT NULL,
    user_id      text NOT NULL,
    salt         bytea NOT NULL CHECK (octet_length(salt) = 16),
    verifier     bytea NOT NULL CHECK (octet_length(verifier) = 32),
    set_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation, user_id),
    FOREIGN KEY (organisation, user_id) REFERENCES app.person
);

CREATE TABLE app.totp (
    organisation text NOT NULL,
    user_id      text NOT NULL,
    secret       bytea NOT NULL,
    last_step    bigint NOT NULL DEFAULT 0,
    set_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation, user_id),
    FOREIGN KEY (organisation, user_id) REFERENCES app.person
);

CREATE TABLE app.signing_key (
    organisation text NOT NULL,
    key_id       uuid NOT NULL,
    user_id      text NOT NULL,
    epoch        integer NOT NULL,
    state        text NOT NULL CHECK (state IN ('made', 'certified', 'ended')),
    public_key   bytea NOT NULL CHECK (octet_length(public_key) = 32),
    wrapped      bytea,
    certificate_sha256 bytea,
    made_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation, key_id),
    UNIQUE (organisation, user_id, epoch),
    FOREIGN KEY (organisation, user_id) REFERENCES app.person,
    CHECK ((state = 'made') = (certificate_sha256 IS NULL)),
    CHECK ((state = 'ended') = (wrapped IS NULL))
);
CREATE UNIQUE INDEX signing_key_current ON app.signing_key (organisation, user_id) WHERE state <> 'ended';

-- Consecutive failures. No foreign key: names nobody has are counted too, by a keyed hash of the name.
CREATE TABLE app.attempt (
    organisation text NOT NULL,
    subject      text NOT NULL,
    purpose      text NOT NULL CHECK (purpose IN ('login', 'signing')),
    failures     integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    PRIMARY KEY (organisation, subject, purpose)
);

CREATE TABLE app.service_account (
    organisation text NOT NULL,
    name         text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    token_hash   bytea NOT NULL,
    process_keys text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation, name),
    UNIQUE (organisation, token_hash)
);

-- What the keystore of this installation answers to a fixed question: a node with another one refuses to start.
CREATE TABLE app.vault_check (
    organisation text NOT NULL,
    secret       text NOT NULL,
    answer       bytea NOT NULL,
    PRIMARY KEY (organisation, secret)
);
