-- Exports of what a search found (CPY-06): jobs that any node does. Not evidence: export.requested, export.finished and what each record's
-- export tells are in the audit trail, and the result lies in a file.
CREATE TABLE app.record_export (
    organisation  text NOT NULL,
    export_id     uuid NOT NULL,
    user_id       text NOT NULL,
    -- from where it was asked for, for what is told of it later
    session       text,
    address       text,
    device        text,
    -- which records the person may read by when it was asked for; both empty: all
    scope_types   text NOT NULL,
    scope_records text NOT NULL,
    -- what was asked for; null: whatever it is
    type          text,
    status        text,
    words         text,
    contents      text NOT NULL CHECK (contents IN ('copy', 'evidence', 'copy,evidence')),
    asked_at      timestamptz NOT NULL,
    state         text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'expired')),
    total         integer,
    done          integer NOT NULL DEFAULT 0,
    attempts      integer NOT NULL DEFAULT 0,
    -- who does it, and until when nobody else does
    worker        uuid,
    claimed_until timestamptz,
    ended_at      timestamptz,
    expires_at    timestamptz,
    length        bigint,
    sha256        text,
    why           text,
    PRIMARY KEY (organisation, export_id),
    CHECK (state <> 'running' OR (worker IS NOT NULL AND claimed_until IS NOT NULL)),
    CHECK (state <> 'done' OR (length IS NOT NULL AND sha256 IS NOT NULL AND expires_at IS NOT NULL)),
    CHECK (state IN ('waiting', 'running') OR ended_at IS NOT NULL)
);
-- One at a time for each person.
CREATE UNIQUE INDEX record_export_open ON app.record_export (organisation, user_id) WHERE state IN ('waiting', 'running');
CREATE INDEX record_export_work ON app.record_export (organisation, asked_at) WHERE state IN ('waiting', 'running');
CREATE INDEX record_export_of ON app.record_export (organisation, user_id, asked_at);
