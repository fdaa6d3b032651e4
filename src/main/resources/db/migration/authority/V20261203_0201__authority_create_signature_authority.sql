-- What somebody may sign by a decision of two people (AUT-02, 11.10(g)): asked for by one, decided by another, neither of them who gets it. Types and
-- meanings are codes with commas between them; none for all of the preset. What was decided stays; it ends by its end or by the row's last three columns.
CREATE TABLE app.signature_authority (
    organisation    text NOT NULL,
    authority_id    uuid NOT NULL,
    user_id         text NOT NULL,
    preset          text NOT NULL CHECK (preset IN ('full', 'limited', 'operational', 'none')),
    record_types    text NOT NULL,
    meanings        text NOT NULL,
    until           timestamptz CHECK (until > requested_at),
    requested_by    text NOT NULL,
    requested_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason          text NOT NULL CHECK (reason <> ''),
    state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'granted', 'refused')),
    decided_by      text,
    decided_at      timestamptz,
    decision_reason text,
    taken_by        text,
    taken_at        timestamptz,
    take_reason     text,
    PRIMARY KEY (organisation, authority_id),
    CHECK (requested_by <> user_id),
    CHECK (decided_by IS DISTINCT FROM requested_by AND decided_by IS DISTINCT FROM user_id),
    CHECK ((preset = 'none') = (until IS NULL)),
    CHECK ((preset = 'limited') = (meanings <> '')),
    CHECK (preset <> 'limited' OR record_types <> ''),
    CHECK (preset IN ('limited', 'operational') OR record_types = ''),
    CHECK ((state = 'open') = (decided_by IS NULL) AND (state = 'open') = (decided_at IS NULL)
        AND (state = 'open') = (decision_reason IS NULL)),
    CHECK ((taken_at IS NULL) = (taken_by IS NULL) AND (taken_at IS NULL) = (take_reason IS NULL)),
    CHECK (taken_at IS NULL OR state = 'granted')
);
CREATE UNIQUE INDEX signature_authority_open ON app.signature_authority (organisation, user_id, preset, record_types, meanings)
    WHERE state = 'open';
CREATE INDEX signature_authority_of_person ON app.signature_authority (organisation, user_id) WHERE state = 'granted';
