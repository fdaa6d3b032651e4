-- Generations of the server's share in opening people's keys (KEY-06). The first is there from the beginning; each later one is proposed by one
-- person and opened by another, and stays. Keys and authenticators' secrets say which one they are wrapped under.
CREATE TABLE app.share_generation (
    organisation text NOT NULL,
    generation   integer NOT NULL CHECK (generation > 1),
    proposed_by  text NOT NULL,
    reason       text NOT NULL CHECK (reason <> ''),
    proposed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    opened_by    text,
    opened_at    timestamptz,
    PRIMARY KEY (organisation, generation),
    FOREIGN KEY (organisation, proposed_by) REFERENCES app.person (organisation, user_id),
    FOREIGN KEY (organisation, opened_by) REFERENCES app.person (organisation, user_id),
    CHECK ((opened_by IS NULL) = (opened_at IS NULL)),
    CHECK (opened_by <> proposed_by)
);

ALTER TABLE app.signing_key ADD COLUMN share integer NOT NULL DEFAULT 1;
ALTER TABLE app.totp ADD COLUMN share integer NOT NULL DEFAULT 1;
