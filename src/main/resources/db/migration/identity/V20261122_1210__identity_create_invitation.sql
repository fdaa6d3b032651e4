-- What lets somebody new set their own password and authenticator, once (11.300(b)). The code itself is shown to whoever hands it over
-- and stored only as a keyed hash. It works as long as its account is new: the row is of no use afterwards.
CREATE TABLE app.invitation (
    organisation text NOT NULL,
    user_id      text NOT NULL,
    code_hash    bytea NOT NULL CHECK (octet_length(code_hash) = 32),
    invited_by   text NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (organisation, user_id),
    FOREIGN KEY (organisation, user_id) REFERENCES app.person
);
