-- The write-once tables (WRM-01). Runs as countersign_owner. Nothing but the functions at the end of this folder's
-- migrations inserts here; nothing at all updates, deletes or truncates, for anybody, in replica mode too.

CREATE TABLE worm.installation (
    singleton        boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    organisation     text NOT NULL CHECK (organisation ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    installation_id  uuid NOT NULL UNIQUE,
    environment      text NOT NULL CHECK (environment IN ('demo', 'regulated')),
    recorded_at      timestamptz NOT NULL
);

CREATE TABLE worm.blob (
    organisation text NOT NULL,
    sha256       bytea NOT NULL CHECK (octet_length(sha256) = 32),
    bytes        bytea,
    length       bigint NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (organisation, sha256)
);
ALTER TABLE worm.blob ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE worm.record (
    organisation text NOT NULL,
    record_id    uuid NOT NULL,
    type         text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (organisation, record_id)
);

CREATE TABLE worm.record_version (
    organisation    text NOT NULL,
    record_id       uuid NOT NULL,
    version         integer NOT NULL CHECK (version > 0),
    sha256          bytea NOT NULL,
    manifest        bytea NOT NULL,
    type            text NOT NULL,
    title           text NOT NULL,
    author_id       text NOT NULL,
    author_kind     text NOT NULL CHECK (author_kind IN ('person', 'service-account')),
    content_sha256  bytea NOT NULL,
    previous_sha256 bytea,
    created_at      timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL,
    PRIMARY KEY (organisation, record_id, version),
    UNIQUE (organisation, sha256),
    FOREIGN KEY (organisation, record_id) REFERENCES worm.record,
    FOREIGN KEY (organisation, content_sha256) REFERENCES worm.blob,
    CHECK ((version = 1) = (previous_sha256 IS NULL))
);

CREATE TABLE worm.record_event (
    organisation text NOT NULL,
    event_id     uuid NOT NULL,
    record_id    uuid NOT NULL,
    sequence     bigint NOT NULL,
    version      integer NOT NULL,
    status       text NOT NULL CHECK (status IN
        ('draft', 'in-review', 'in-rework', 'approved', 'effective', 'superseded', 'withdrawn', 'obsolete')),
    actor_id     text NOT NULL,
    event        bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (organisation, record_id, sequence),
    UNIQUE (organisation, event_id),
    FOREIGN KEY (organisation, record_id, version) REFERENCES worm.record_version
);

CREATE TABLE worm.signature_plan (
    organisation text NOT NULL,
    record_id    uuid NOT NULL,
    sequence     integer NOT NULL,
    sha256       bytea NOT NULL,
    plan         bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (organisation, record_id, sequence),
    UNIQUE (organisation, sha256),
    FOREIGN KEY (organisation, record_id) REFERENCES worm.record
);

CREATE TABLE worm.certificate (
    organisation text NOT NULL,
    sha256       bytea NOT NULL,
    certificate  bytea NOT NULL,
    authority    boolean NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (organisation, sha256)
);

CREATE TABLE worm.enrolment (
    organisation       text NOT NULL,
    key_id             uuid NOT NULL,
    user_id            text NOT NULL,
    officer_id         text NOT NULL,
    officer_key_id     uuid NOT NULL,
    founder            boolean NOT NULL,
    public_key         bytea NOT NULL,
    certificate_sha256 bytea NOT NULL,
    statement          bytea NOT NULL,
    officer_signature  bytea NOT NULL CHECK (octet_length(officer_signature) = 64),
    enrolled_at        timestamptz NOT NULL,
    recorded_at        timestamptz NOT NULL,
    PRIMARY KEY (organisation, key_id),
    UNIQUE (organisation, public_key),
    UNIQUE (organisation, certificate_sha256),
    FOREIGN KEY (organisation, certificate_sha256) REFERENCES worm.certificate,
    CHECK (user_id <> officer_id)
);

CREATE TABLE worm.certificate_event (
    organisation text NOT NULL,
    event_id     uuid NOT NULL,
    key_id       uuid NOT NULL,
    event        text NOT NULL CHECK (event = 'ended'),
    bytes        bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (organisation, event_id),
    UNIQUE (organisation, key_id, event),
    FOREIGN KEY (organisation, key_id) REFERENCES worm.enrolment
);

CREATE TABLE worm.signature (
    organisation      text NOT NULL,
    signature_id      uuid NOT NULL,
    record_id         uuid NOT NULL,
    version           integer NOT NULL,
    sequence          bigint NOT NULL,
    plan_sha256       bytea NOT NULL,
    step              text NOT NULL,
    meaning           text NOT NULL,
    decision          text NOT NULL CHECK (decision IN ('approve', 'reject')),
    signer_id         text NOT NULL,
    key_id            uuid NOT NULL,
    intent_sha256     bytea NOT NULL,
    statement_sha256  bytea NOT NULL,
    presentation_sha256 bytea NOT NULL,
    intent            bytea NOT NULL,
    statement         bytea NOT NULL,
    signature         bytea NOT NULL CHECK (octet_length(signature) = 64),
    jws               text NOT NULL,
    signed_at         timestamptz NOT NULL,
    recorded_at       timestamptz NOT NULL,
    PRIMARY KEY (organisation, signature_id),
    UNIQUE (organisation, record_id, sequence),
    UNIQUE (organisation, intent_sha256),
    UNIQUE (organisation, statement_sha256),
    FOREIGN KEY (organisation, record_id, version) REFERENCES worm.record_version,
    FOREIGN KEY (organisation, key_id) REFERENCES worm.enrolment,
    FOREIGN KEY (organisation, presentation_sha256) REFERENCES worm.blob
);
CREATE INDEX signature_by_signer ON worm.signature (organisation, signer_id, signed_at);

CREATE TABLE worm.audit_entry (
    organisation    text NOT NULL,
    entry_id        uuid NOT NULL,
    leaf_hash       bytea NOT NULL,
    entry           bytea NOT NULL CHECK (octet_length(entry) <= 65535),
    actor_id        text NOT NULL,
    type            text NOT NULL,
    record_id       uuid,
    record_sequence bigint,
    created_at      timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL,
    PRIMARY KEY (entry_id),
    UNIQUE (organisation, record_id, record_sequence)
);
CREATE INDEX audit_entry_by_time ON worm.audit_entry (organisation, created_at);
CREATE INDEX audit_entry_by_record ON worm.audit_entry (organisation, record_id, created_at) WHERE record_id IS NOT NULL;
CREATE INDEX audit_entry_by_actor ON worm.audit_entry (organisation, actor_id, created_at);
CREATE INDEX audit_entry_by_type ON worm.audit_entry (organisation, type, created_at);

CREATE TABLE worm.log_leaf (
    leaf_index  bigint PRIMARY KEY CHECK (leaf_index >= 0),
    entry_id    uuid NOT NULL UNIQUE REFERENCES worm.audit_entry,
    leaf_hash   bytea NOT NULL,
    recorded_at timestamptz NOT NULL
);

CREATE TABLE worm.log_tile (
    level       integer NOT NULL,
    tile_index  bigint NOT NULL,
    width       integer NOT NULL CHECK (width BETWEEN 1 AND 256),
    tile        bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (level, tile_index, width)
);

CREATE TABLE worm.checkpoint (
    origin      text NOT NULL,
    size        bigint NOT NULL,
    root        bytea NOT NULL,
    note        bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (origin, size)
);

CREATE TABLE worm.witness_receipt (
    origin      text NOT NULL,
    size        bigint NOT NULL,
    witness     text NOT NULL,
    receipt     bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (origin, size, witness),
    FOREIGN KEY (origin, size) REFERENCES worm.checkpoint
);

-- Entries that wait for the sequencer. The one table that is emptied: touched by append_entry and seal alone.
CREATE TABLE worm.log_queue (
    entry_id  uuid PRIMARY KEY REFERENCES worm.audit_entry,
    leaf_hash bytea NOT NULL
);

CREATE FUNCTION worm.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'WORM-001 % on worm.% is refused: facts are appended, never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['installation', 'blob', 'record', 'record_version', 'record_event', 'signature_plan',
        'certificate', 'enrolment', 'certificate_event', 'signature', 'audit_entry', 'log_leaf', 'log_tile',
        'checkpoint', 'witness_receipt'] LOOP
        EXECUTE format('CREATE TRIGGER refuse_row_change BEFORE UPDATE OR DELETE ON worm.%I
            FOR EACH ROW EXECUTE FUNCTION worm.refuse_change()', name);
        EXECUTE format('CREATE TRIGGER refuse_statement_change BEFORE UPDATE OR DELETE OR TRUNCATE ON worm.%I
            FOR EACH STATEMENT EXECUTE FUNCTION worm.refuse_change()', name);
        EXECUTE format('ALTER TABLE worm.%I ENABLE ALWAYS TRIGGER refuse_row_change', name);
        EXECUTE format('ALTER TABLE worm.%I ENABLE ALWAYS TRIGGER refuse_statement_change', name);
    END LOOP;
END $$;
