-- Work that falls due by the calendar (IDN-02, IDN-08): who is reviewed, tested or asked after. What was done is in the audit trail, and what a
-- reviewer saw is a blob of the write-once store.
CREATE TABLE app.review_task (
    organisation text NOT NULL,
    task_id      uuid NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('credential-review', 'authenticator-test', 'stale-account')),
    about        text NOT NULL,
    due_at       timestamptz NOT NULL,
    -- when the security unit was told that it is overdue
    overdue_at   timestamptz,
    done_at      timestamptz,
    -- null where the calendar took it back
    done_by      text,
    outcome      text,
    evidence     text CHECK (evidence ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (organisation, task_id),
    CHECK ((done_at IS NULL) = (outcome IS NULL)),
    -- nobody reviews their own account
    CHECK (kind = 'authenticator-test' OR done_by IS DISTINCT FROM about OR done_by IS NULL)
);
CREATE UNIQUE INDEX review_task_open ON app.review_task (organisation, kind, about) WHERE done_at IS NULL;
CREATE INDEX review_task_done ON app.review_task (organisation, kind, about, done_at);
