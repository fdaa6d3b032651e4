-- What happened to somebody's account, for themself (ASVS 6.3.7): each from one audit entry. The audit trail is the evidence, this is not.
CREATE TABLE app.person_notice (
    organisation text NOT NULL,
    entry_id     uuid NOT NULL,
    user_id      text NOT NULL,
    type         text NOT NULL,
    at           timestamptz NOT NULL,
    actor        text NOT NULL,
    address      text,
    seen_at      timestamptz,
    PRIMARY KEY (organisation, entry_id)
);
CREATE INDEX person_notice_of ON app.person_notice (organisation, user_id, at);
