-- Starts of approvals (INT-01). The primary key makes a start idempotent; a version is started once.
CREATE TABLE app.start_request (
    organisation   text NOT NULL,
    process_key    text NOT NULL,
    business_key   text NOT NULL,
    digest         bytea NOT NULL CHECK (octet_length(digest) = 32),
    started_by     text NOT NULL,
    started_at     timestamptz NOT NULL,
    instance_id    text,
    definition_id  text,
    record_id      uuid,
    record_version integer,
    PRIMARY KEY (organisation, process_key, business_key),
    UNIQUE (organisation, record_id, record_version)
);
