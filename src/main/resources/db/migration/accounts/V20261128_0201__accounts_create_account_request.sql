-- Accounts that somebody asked for, and what became of each request (11.10(d), (g)).
CREATE TABLE app.account_request (
    organisation    text NOT NULL,
    request_id      uuid NOT NULL,
    printed_name    text NOT NULL CHECK (printed_name <> ''),
    title           text NOT NULL CHECK (title <> ''),
    zone            text NOT NULL,
    email           text NOT NULL,
    roles           text NOT NULL,
    requested_by    text NOT NULL,
    requested_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason          text NOT NULL CHECK (reason <> ''),
    state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'made', 'declined')),
    decided_by      text,
    decided_at      timestamptz,
    decision_reason text,
    user_id         text,
    PRIMARY KEY (organisation, request_id),
    CHECK (decided_by IS DISTINCT FROM requested_by),
    CHECK ((state = 'open') = (decided_by IS NULL) AND (state = 'open') = (decided_at IS NULL)
        AND (state = 'open') = (decision_reason IS NULL) AND (state = 'made') = (user_id IS NOT NULL))
);
CREATE INDEX account_request_by ON app.account_request (organisation, requested_by, requested_at);

-- Who asked for the account asked for its roles too, whoever typed them in.
ALTER TABLE app.role_request ADD COLUMN wanted_by text;
ALTER TABLE app.role_request ADD CHECK (wanted_by IS NULL OR decided_by IS DISTINCT FROM wanted_by);
