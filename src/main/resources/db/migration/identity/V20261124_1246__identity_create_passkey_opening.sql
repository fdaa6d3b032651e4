-- Second wrappings of people's signing keys, each for one passkey of the person: under what its PRF gives and the server's share (KEY-02). They
-- exist exactly as long as the key is certified and the passkey active: who ends either, ends them, whatever way it is done.
CREATE TABLE app.passkey_opening (
    organisation      text NOT NULL,
    key_id            uuid NOT NULL,
    credential_sha256 text NOT NULL,
    user_id           text NOT NULL,
    salt              bytea NOT NULL CHECK (octet_length(salt) = 32),
    wrapped           bytea NOT NULL,
    share             integer NOT NULL,
    made_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation, key_id, credential_sha256),
    FOREIGN KEY (organisation, key_id) REFERENCES app.signing_key (organisation, key_id) ON DELETE CASCADE,
    FOREIGN KEY (organisation, credential_sha256) REFERENCES app.passkey (organisation, credential_sha256)
);
CREATE INDEX passkey_opening_of_person ON app.passkey_opening (organisation, user_id);

CREATE FUNCTION app.demand_opening() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM app.passkey p WHERE p.organisation = NEW.organisation AND p.credential_sha256 = NEW.credential_sha256
        AND p.user_id = NEW.user_id AND p.state = 'active' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only an active passkey of its owner opens a key' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM app.signing_key k WHERE k.organisation = NEW.organisation AND k.key_id = NEW.key_id
        AND k.user_id = NEW.user_id AND k.state = 'certified' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only a certified key is opened by a passkey' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER demand_opening BEFORE INSERT ON app.passkey_opening FOR EACH ROW EXECUTE FUNCTION app.demand_opening();

CREATE FUNCTION app.end_openings_of_key() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM app.passkey_opening o WHERE o.organisation = NEW.organisation AND o.key_id = NEW.key_id;
    RETURN NULL;
END $$;
CREATE TRIGGER end_openings_of_key AFTER UPDATE OF state ON app.signing_key
    FOR EACH ROW WHEN (NEW.state = 'ended') EXECUTE FUNCTION app.end_openings_of_key();

CREATE FUNCTION app.end_openings_of_passkey() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM app.passkey_opening o
        WHERE o.organisation = NEW.organisation AND o.credential_sha256 = NEW.credential_sha256;
    RETURN NULL;
END $$;
CREATE TRIGGER end_openings_of_passkey AFTER UPDATE OF state ON app.passkey
    FOR EACH ROW WHEN (NEW.state <> 'active') EXECUTE FUNCTION app.end_openings_of_passkey();
