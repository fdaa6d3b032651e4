-- Lists of records that one person signs with one proof of presence (WFL-08, 11.200(a)(1)(i)). Ordinary tables: the list as it was shown is a blob
-- of the write-once store, and each signature names its place in it. They hold no key and no secret.

CREATE TABLE app.signing_list (
    organisation text NOT NULL,
    list_id      uuid NOT NULL,
    person_id    text NOT NULL,
    session      text NOT NULL,
    list_sha256  text NOT NULL CHECK (list_sha256 ~ '^[0-9a-f]{64}$'),
    meaning      text NOT NULL CHECK (meaning NOT IN ('approval', 'release', 'rejection')),
    size         integer NOT NULL CHECK (size BETWEEN 1 AND 200),
    state        text NOT NULL CHECK (state IN ('shown', 'proved', 'ended')),
    asked        boolean NOT NULL,
    shown_at     timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    proved_at    timestamptz,
    valid_until  timestamptz,
    ended_at     timestamptz,
    PRIMARY KEY (organisation, list_id),
    UNIQUE (organisation, list_sha256),
    CHECK ((state = 'shown') = (proved_at IS NULL) AND (proved_at IS NULL) = (valid_until IS NULL)),
    CHECK ((state = 'ended') = (ended_at IS NOT NULL))
);
CREATE INDEX signing_list_open ON app.signing_list (valid_until) WHERE state = 'proved';

CREATE TABLE app.signing_list_position (
    organisation text NOT NULL,
    list_id      uuid NOT NULL,
    position     integer NOT NULL CHECK (position BETWEEN 1 AND 200),
    task_id      text NOT NULL,
    record_id    uuid NOT NULL,
    version      integer NOT NULL,
    state        text NOT NULL CHECK (state IN ('listed', 'signed', 'refused')),
    signature_id uuid,
    rule         text,
    code         text,
    detail       text,
    PRIMARY KEY (organisation, list_id, position),
    UNIQUE (organisation, list_id, task_id),
    UNIQUE (organisation, list_id, record_id),
    UNIQUE (organisation, list_id, position, task_id, record_id, version),
    FOREIGN KEY (organisation, list_id) REFERENCES app.signing_list (organisation, list_id),
    CHECK ((state = 'signed') = (signature_id IS NOT NULL)),
    CHECK ((state = 'refused') = (rule IS NOT NULL))
);

-- An attempt to sign a place of a list: one for each place, and of no other task, record and version than the list has there.
ALTER TABLE app.ceremony
    ADD COLUMN list_id uuid,
    ADD COLUMN list_position integer,
    ADD CHECK ((list_id IS NULL) = (list_position IS NULL)),
    ADD UNIQUE (organisation, list_id, list_position),
    ADD FOREIGN KEY (organisation, list_id, list_position, task_id, record_id, version)
        REFERENCES app.signing_list_position (organisation, list_id, position, task_id, record_id, version);
