-- Idempotency keys of callers (INT-02). Holds no secret: the fingerprint is an HMAC of the request without password and otp.
CREATE TABLE app.idempotency_key (
    organisation text NOT NULL,
    caller       text NOT NULL,
    key          text NOT NULL,
    fingerprint  bytea NOT NULL,
    -- running: claimed; written: something was committed; done: answered with success; failed: refused, nothing was done
    state        text NOT NULL CHECK (state IN ('running', 'written', 'done', 'failed')),
    attempt      uuid NOT NULL,
    started_at   timestamptz NOT NULL,
    lease_until  timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    status       integer,
    headers      text,
    body         bytea,
    PRIMARY KEY (organisation, caller, key),
    CHECK ((state = 'done') = (status IS NOT NULL))
);
CREATE INDEX idempotency_key_by_expiry ON app.idempotency_key (expires_at);
