-- Passkeys of people (11.200(a), 11.300): public keys alone, nothing in here lets anybody log in or sign. What a signature rests on is in
-- the audit trail: the entry passkey.registered, and in schema worm the assertion itself.
CREATE TABLE app.passkey (
    organisation      text NOT NULL,
    credential_sha256 text NOT NULL CHECK (credential_sha256 ~ '^[0-9a-f]{64}$'),
    credential_id     bytea NOT NULL,
    user_id           text NOT NULL,
    host              text NOT NULL,
    public_key        bytea NOT NULL CHECK (octet_length(public_key) = 91),
    sign_count        bigint NOT NULL,
    backup_eligible   boolean NOT NULL,
    transports        text NOT NULL,
    name              text NOT NULL CHECK (name <> ''),
    state             text NOT NULL CHECK (state IN ('active', 'suspended', 'revoked')),
    registered_at     timestamptz NOT NULL,
    last_used_at      timestamptz,
    ended_at          timestamptz,
    PRIMARY KEY (organisation, credential_sha256),
    CHECK ((state = 'active') = (ended_at IS NULL))
);
CREATE INDEX passkey_of_person ON app.passkey (organisation, user_id);

-- A credential stays whose it was, with the key it had: a revoked one never comes back.
CREATE FUNCTION app.keep_passkey() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.state = 'active' OR NEW.state = 'revoked') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a passkey is never deleted, and one that ended stays ended: register another'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_passkey BEFORE DELETE OR UPDATE OF state ON app.passkey
    FOR EACH ROW EXECUTE FUNCTION app.keep_passkey();
CREATE FUNCTION app.keep_passkey_key() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'whose a passkey is, and its key, never change: register another'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_passkey_key BEFORE UPDATE OF organisation, credential_sha256, credential_id, user_id, host, public_key ON app.passkey
    FOR EACH ROW EXECUTE FUNCTION app.keep_passkey_key();

-- Questions to passkeys that wait for their answer: each for one purpose, person and session, gone when it is answered.
CREATE TABLE app.passkey_challenge (
    organisation text NOT NULL,
    challenge    bytea NOT NULL CHECK (octet_length(challenge) = 32),
    purpose      text NOT NULL CHECK (purpose IN ('register', 'login')),
    user_id      text NOT NULL,
    session      text NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (organisation, challenge)
);
CREATE INDEX passkey_challenge_over ON app.passkey_challenge (expires_at);
