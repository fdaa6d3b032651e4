-- Who decided that another authority certifies (KEY-01, KEY-06): proposed by one person, opened by another. The first is nobody's decision; what
-- came of a decision is a certificate in worm.certificate.
CREATE TABLE app.authority_generation (
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
