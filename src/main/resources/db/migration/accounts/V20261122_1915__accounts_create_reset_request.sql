-- Requests to take an account back to before its enrolment, because what its person signs with is lost, and what became of each (11.300(c)).
CREATE TABLE app.reset_request (
    organisation    text NOT NULL,
    request_id      uuid NOT NULL,
    user_id         text NOT NULL,
    requested_by    text NOT NULL,
    requested_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason          text NOT NULL CHECK (reason <> ''),
    state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'granted', 'refused')),
    decided_by      text,
    decided_at      timestamptz,
    decision_reason text,
    PRIMARY KEY (organisation, request_id),
    CHECK (requested_by <> user_id),
    CHECK (decided_by IS DISTINCT FROM requested_by AND decided_by IS DISTINCT FROM user_id),
    CHECK ((state = 'open') = (decided_by IS NULL) AND (state = 'open') = (decided_at IS NULL)
        AND (state = 'open') = (decision_reason IS NULL))
);
CREATE UNIQUE INDEX reset_request_open ON app.reset_request (organisation, user_id) WHERE state = 'open';
