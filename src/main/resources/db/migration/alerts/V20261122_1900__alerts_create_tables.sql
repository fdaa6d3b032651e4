-- Security alerts (11.300(d)): derived from audit entries, each of which belongs to one alert at most. Every step is an audit entry too.
CREATE TABLE app.alert (
    organisation    text NOT NULL,
    alert_id        uuid NOT NULL,
    kind            text NOT NULL,
    subject         text NOT NULL,
    -- the person it is about, who cannot acknowledge it
    about           text,
    rule            text,
    address         text,
    occurrences     integer NOT NULL CHECK (occurrences > 0),
    first_at        timestamptz NOT NULL,
    last_at         timestamptz NOT NULL,
    raised_at       timestamptz NOT NULL,
    escalated_at    timestamptz,
    acknowledged_by text,
    acknowledged_at timestamptz,
    comment         text,
    PRIMARY KEY (organisation, alert_id),
    CHECK (acknowledged_by IS DISTINCT FROM about OR about IS NULL),
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL) AND (acknowledged_at IS NULL) = (comment IS NULL))
);
-- causes of one kind and subject join the alert that nobody acknowledged yet
CREATE UNIQUE INDEX alert_open ON app.alert (organisation, kind, subject) WHERE acknowledged_at IS NULL;
CREATE INDEX alert_by_time ON app.alert (organisation, raised_at);

-- Which audit entry belongs to which alert: exactly one, whatever crashes or is read twice.
CREATE TABLE app.alert_cause (
    organisation text NOT NULL,
    entry_id     uuid NOT NULL,
    alert_id     uuid NOT NULL,
    PRIMARY KEY (organisation, entry_id),
    FOREIGN KEY (organisation, alert_id) REFERENCES app.alert
);

-- How far the sealed log was read. Not evidence.
CREATE TABLE app.alert_progress (
    organisation text NOT NULL PRIMARY KEY,
    position     bigint NOT NULL CHECK (position >= 0),
    leaf_hash    bytea CHECK ((leaf_hash IS NULL) = (position = 0)),
    began_at     timestamptz NOT NULL
);

-- What a channel was given to tell whom.
CREATE TABLE app.alert_notice (
    organisation text NOT NULL,
    alert_id     uuid NOT NULL,
    channel      text NOT NULL,
    audience     text NOT NULL CHECK (audience IN ('unit', 'management')),
    attempts     integer NOT NULL,
    next_at      timestamptz NOT NULL,
    delivered_at timestamptz,
    why          text,
    PRIMARY KEY (organisation, alert_id, channel, audience),
    FOREIGN KEY (organisation, alert_id) REFERENCES app.alert
);

-- Whether a channel works, as every node and the page say it.
CREATE TABLE app.alert_channel (
    organisation  text NOT NULL,
    channel       text NOT NULL,
    failing_since timestamptz,
    why           text,
    changed_at    timestamptz NOT NULL,
    PRIMARY KEY (organisation, channel)
);
