-- Who holds which role since when, by whose decision and why (11.10(d), (g)). A grant ends by its row's end, never by deletion.

CREATE TABLE app.role_grant (
    organisation  text NOT NULL,
    grant_id      uuid NOT NULL,
    user_id       text NOT NULL,
    role          text NOT NULL,
    granted_by    text NOT NULL,
    granted_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    grant_reason  text NOT NULL CHECK (grant_reason <> ''),
    revoked_by    text,
    revoked_at    timestamptz,
    revoke_reason text,
    PRIMARY KEY (organisation, grant_id),
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoke_reason IS NULL))
);
CREATE UNIQUE INDEX role_grant_current ON app.role_grant (organisation, user_id, role) WHERE revoked_at IS NULL;
