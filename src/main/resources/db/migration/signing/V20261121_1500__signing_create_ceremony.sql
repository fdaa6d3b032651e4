-- What was shown to whom (SIG-01), and each attempt to sign (SIG-08). Ordinary tables: every change of them is audited,
-- evidence is in schema worm alone.

CREATE TABLE app.presentation_showing (
    organisation        text NOT NULL,
    session             text NOT NULL,
    task_id             text NOT NULL,
    person_id           text NOT NULL,
    record_id           uuid NOT NULL,
    version             integer NOT NULL,
    presentation_sha256 text NOT NULL CHECK (presentation_sha256 ~ '^[0-9a-f]{64}$'),
    state               text NOT NULL CHECK (state IN ('shown', 'signed', 'abandoned')),
    shown_at            timestamptz NOT NULL,
    settled_at          timestamptz,
    PRIMARY KEY (organisation, person_id, session, task_id)
);
CREATE INDEX presentation_showing_open ON app.presentation_showing (shown_at) WHERE state = 'shown';

CREATE TABLE app.ceremony (
    organisation  text NOT NULL,
    ceremony_id   uuid NOT NULL,
    intent_sha256 text NOT NULL CHECK (intent_sha256 ~ '^[0-9a-f]{64}$'),
    person_id     text NOT NULL,
    session       text NOT NULL,
    address       text,
    task_id       text NOT NULL,
    record_id     uuid NOT NULL,
    version       integer NOT NULL,
    plan_step     text NOT NULL,
    state         text NOT NULL CHECK (state IN ('intended', 'claimed', 'completed', 'burnt', 'abandoned')),
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    settled_at    timestamptz,
    signature_id  uuid,
    refusal       text,
    PRIMARY KEY (organisation, ceremony_id),
    UNIQUE (organisation, intent_sha256),
    CHECK ((state = 'completed') = (signature_id IS NOT NULL))
);
CREATE INDEX ceremony_open ON app.ceremony (expires_at) WHERE state = 'intended';
