-- The organisation's letters to FDA (11.100(c)): what was sent, how, and which two QA Managers recorded it. The files are blobs of the store.

CREATE TABLE app.certification_letter (
    organisation  text NOT NULL,
    letter_id     uuid NOT NULL,
    legal_name    text NOT NULL CHECK (legal_name <> ''),
    signatory     text NOT NULL CHECK (signatory <> ''),
    letter_sha256 text NOT NULL CHECK (letter_sha256 ~ '^[0-9a-f]{64}$'),
    submitted_on  date NOT NULL,
    channel       text NOT NULL CHECK (channel <> ''),
    proof_sha256  text NOT NULL CHECK (proof_sha256 ~ '^[0-9a-f]{64}$'),
    recorded_by   text NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    confirmed_by  text CHECK (confirmed_by <> recorded_by),
    confirmed_at  timestamptz,
    PRIMARY KEY (organisation, letter_id),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);
