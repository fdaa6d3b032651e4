-- Monthly reports of attempts and acknowledgements (11.300(d)): made once, after the month; their bytes are blobs of the write-once store.
CREATE TABLE app.alert_report (
    organisation text NOT NULL,
    -- as 2026-11
    month        text NOT NULL CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    made_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation, month)
);
