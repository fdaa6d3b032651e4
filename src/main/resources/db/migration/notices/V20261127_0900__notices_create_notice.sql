-- What people are told of their work. Not evidence: the audit trail has what was told to whom.
CREATE TABLE app.notice (
    organisation text NOT NULL,
    notice_id    uuid NOT NULL,
    user_id      text NOT NULL,
    text         text NOT NULL CHECK (length(text) BETWEEN 1 AND 200),
    record_id    uuid NOT NULL,
    version      integer NOT NULL,
    at           timestamptz NOT NULL,
    seen_at      timestamptz,
    -- where it goes by e-mail too; null: nowhere
    address      text,
    attempts     integer NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL,
    delivered_at timestamptz,
    -- when it was tried for long enough
    given_up_at  timestamptz,
    why          text,
    PRIMARY KEY (organisation, notice_id),
    CHECK (delivered_at IS NULL OR given_up_at IS NULL)
);
CREATE INDEX notice_of ON app.notice (organisation, user_id, at);
CREATE INDEX notice_due ON app.notice (organisation, next_at)
    WHERE address IS NOT NULL AND delivered_at IS NULL AND given_up_at IS NULL;
