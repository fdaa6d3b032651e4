-- Notices to people that go by e-mail too: what is to be told at which address, and whether it was. Made with the notice, told later.
CREATE TABLE app.person_mail (
    organisation text NOT NULL,
    entry_id     uuid NOT NULL,
    address      text NOT NULL,
    queued_at    timestamptz NOT NULL,
    attempts     integer NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL,
    delivered_at timestamptz,
    -- when it was tried for long enough
    given_up_at  timestamptz,
    why          text,
    PRIMARY KEY (organisation, entry_id, address),
    FOREIGN KEY (organisation, entry_id) REFERENCES app.person_notice,
    CHECK (delivered_at IS NULL OR given_up_at IS NULL)
);
CREATE INDEX person_mail_due ON app.person_mail (organisation, next_at) WHERE delivered_at IS NULL AND given_up_at IS NULL;
CREATE INDEX person_mail_delivered ON app.person_mail (organisation, delivered_at) WHERE delivered_at IS NOT NULL;
