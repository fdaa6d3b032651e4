-- Sessions of people (IDN-05), in the columns Spring Session JDBC asks for. session_id is the SHA-256 of the cookie's value, and attributes
-- are sealed under a key of the keystore: neither a dump nor a backup has anything in it that opens a session. Not governed: nothing here
-- is evidence, a session's beginning and end are in the audit trail. No column names the organisation: a cookie is unique everywhere.

CREATE TABLE app.http_session (
    primary_id            text PRIMARY KEY,
    session_id            text NOT NULL UNIQUE CHECK (session_id ~ '^[0-9a-f]{64}$'),
    creation_time         bigint NOT NULL,
    last_access_time      bigint NOT NULL,
    max_inactive_interval integer NOT NULL,
    expiry_time           bigint NOT NULL,
    principal_name        text
);
CREATE INDEX http_session_by_expiry ON app.http_session (expiry_time);
CREATE INDEX http_session_by_principal ON app.http_session (principal_name);

CREATE TABLE app.http_session_attributes (
    session_primary_id text NOT NULL REFERENCES app.http_session ON DELETE CASCADE,
    attribute_name     text NOT NULL,
    attribute_bytes    bytea NOT NULL,
    PRIMARY KEY (session_primary_id, attribute_name)
);
