-- Who read which text on electronic signatures, and when (11.10(j)). The text itself is part of the release; its hash names it for ever.
CREATE TABLE app.policy_acknowledgement (
    organisation    text NOT NULL,
    user_id         text NOT NULL,
    version         text NOT NULL,
    sha256          bytea NOT NULL CHECK (octet_length(sha256) = 32),
    acknowledged_at timestamptz NOT NULL,
    PRIMARY KEY (organisation, user_id, sha256),
    FOREIGN KEY (organisation, user_id) REFERENCES app.person
);
