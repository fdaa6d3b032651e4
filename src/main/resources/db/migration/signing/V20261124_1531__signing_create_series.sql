-- Series of signatures (11.200(a)(1)(i)): begun with all components, continued with one. Belongs to one person and one session; holds no key
-- and no secret. An ordinary table: its beginning and end are in the audit trail, and each later signature states it.

CREATE TABLE app.signing_series (
    organisation           text NOT NULL,
    series_id              uuid NOT NULL,
    person_id              text NOT NULL,
    session                text NOT NULL,
    address                text,
    device                 text,
    standing               text NOT NULL CHECK (standing ~ '^[0-9a-f]{64}$'),
    first_signature_id     uuid NOT NULL,
    first_statement_sha256 text NOT NULL CHECK (first_statement_sha256 ~ '^[0-9a-f]{64}$'),
    begun_at               timestamptz NOT NULL,
    last_at                timestamptz NOT NULL,
    position               integer NOT NULL CHECK (position >= 1),
    ended_at               timestamptz,
    end_reason             text,
    PRIMARY KEY (organisation, series_id),
    UNIQUE (organisation, first_signature_id),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX signing_series_open ON app.signing_series (organisation, person_id, session) WHERE ended_at IS NULL;
