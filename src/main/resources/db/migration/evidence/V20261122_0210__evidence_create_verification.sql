-- Full verifications of the store, as they ended (WRM-03). Findings name tables and keys, never content.
CREATE TABLE app.verification (
    organisation    text NOT NULL,
    verification_id uuid NOT NULL,
    started_at      timestamptz NOT NULL,
    ended_at        timestamptz NOT NULL CHECK (ended_at >= started_at),
    size            bigint NOT NULL,
    root            text,
    failures        bigint NOT NULL,
    -- checks and the first findings, JSON
    report          text NOT NULL,
    PRIMARY KEY (organisation, verification_id)
);
CREATE INDEX verification_by_end ON app.verification (organisation, ended_at);
