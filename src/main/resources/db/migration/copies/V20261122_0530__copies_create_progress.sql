-- How far each place that takes copies is (WRM-04). Not evidence: a verification compares copies with the store itself.
CREATE TABLE app.copy_progress (
    organisation text NOT NULL,
    destination  text NOT NULL,
    place        text NOT NULL,
    -- leaves of the sealed log that were looked at, and the hash of the last of them
    position     bigint NOT NULL CHECK (position >= 0),
    leaf_hash    bytea CHECK ((leaf_hash IS NULL) = (position = 0)),
    alarm        text,
    why          text CHECK ((why IS NULL) = (alarm IS NULL)),
    left_out     bigint NOT NULL,
    changed_at   timestamptz NOT NULL,
    PRIMARY KEY (organisation, destination, place)
);
