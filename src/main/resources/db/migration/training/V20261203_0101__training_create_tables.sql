-- Training (TRN-01, AUT-05, 11.10(i)). Courses and completions are records of the write-once store: what is kept here of them is what the
-- gate at each signature asks for in one statement, written by the transaction that makes the record effective.

CREATE TABLE app.training_course (
    organisation    text NOT NULL,
    course_id       uuid NOT NULL,
    code            text NOT NULL CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{1,39}$'),
    title           text NOT NULL,
    -- null: put in force by the set-up of a demonstration, signed by nobody
    record_id       uuid,
    version         integer NOT NULL CHECK (version > 0),
    sha256          text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    content         text NOT NULL,
    validity_months integer NOT NULL CHECK (validity_months BETWEEN 1 AND 120),
    grace_days      integer NOT NULL CHECK (grace_days BETWEEN 0 AND 365),
    roles           text[] NOT NULL,
    record_types    text[] NOT NULL,
    procedures      uuid[] NOT NULL,
    effective_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- what was completed before counts as far as the days of grace go: its version, or a procedure it teaches, is newer
    demanded_since  timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at        timestamptz,
    PRIMARY KEY (organisation, course_id)
);
CREATE UNIQUE INDEX training_course_in_force ON app.training_course (organisation, code) WHERE ended_at IS NULL;

CREATE TABLE app.training_attempt (
    organisation  text NOT NULL,
    attempt_id    uuid NOT NULL,
    user_id       text NOT NULL,
    course_id     uuid NOT NULL,
    code          text NOT NULL,
    -- questions in the order they are asked, each with its choices in the order they are shown
    drawn         text NOT NULL,
    begun_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    judged_at     timestamptz,
    right_answers integer,
    questions     integer NOT NULL CHECK (questions > 0),
    passed        boolean,
    -- the completion that cites it; one at most
    record_id     uuid,
    PRIMARY KEY (organisation, attempt_id),
    FOREIGN KEY (organisation, course_id) REFERENCES app.training_course (organisation, course_id),
    CHECK ((judged_at IS NULL) = (passed IS NULL) AND (judged_at IS NULL) = (right_answers IS NULL)),
    CHECK (record_id IS NULL OR passed)
);
CREATE UNIQUE INDEX training_attempt_record ON app.training_attempt (organisation, record_id);
CREATE INDEX training_attempt_of ON app.training_attempt (organisation, user_id, code, begun_at);

CREATE TABLE app.training_qualification (
    organisation     text NOT NULL,
    qualification_id uuid NOT NULL,
    user_id          text NOT NULL,
    code             text NOT NULL,
    course_id        uuid NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('completion', 'certificate')),
    since            timestamptz NOT NULL DEFAULT clock_timestamp(),
    counts_until     timestamptz NOT NULL,
    -- the completion
    record_id        uuid,
    -- the certificate
    issuer           text,
    evidence_name    text,
    evidence_type    text,
    evidence_sha256  text CHECK (evidence_sha256 ~ '^[0-9a-f]{64}$'),
    recorded_by      text CHECK (recorded_by <> user_id),
    revoked_at       timestamptz,
    PRIMARY KEY (organisation, qualification_id),
    FOREIGN KEY (organisation, course_id) REFERENCES app.training_course (organisation, course_id),
    CHECK ((kind = 'completion') = (record_id IS NOT NULL)),
    CHECK ((kind = 'certificate') = (issuer IS NOT NULL AND evidence_sha256 IS NOT NULL AND recorded_by IS NOT NULL))
);
CREATE INDEX training_qualification_of ON app.training_qualification (organisation, user_id, code, counts_until);
CREATE UNIQUE INDEX training_qualification_record ON app.training_qualification (organisation, record_id);
