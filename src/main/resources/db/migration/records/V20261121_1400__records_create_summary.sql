-- What lists and searches show of each record. A projection: the facts are in schema worm, and this can be rebuilt from them.
CREATE TABLE app.record_summary (
    organisation text NOT NULL,
    record_id    uuid NOT NULL,
    version      integer NOT NULL,
    sha256       bytea NOT NULL,
    type         text NOT NULL,
    title        text NOT NULL,
    status       text NOT NULL,
    started_by   text NOT NULL,
    words        tsvector NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (organisation, record_id)
);

-- one index for each way a list is narrowed, in the order it is shown; none of them may end in a scan
CREATE INDEX record_summary_by_time ON app.record_summary (organisation, updated_at DESC, record_id DESC);
CREATE INDEX record_summary_by_type ON app.record_summary (organisation, type, updated_at DESC, record_id DESC);
CREATE INDEX record_summary_by_status ON app.record_summary (organisation, status, updated_at DESC, record_id DESC);
CREATE INDEX record_summary_by_starter ON app.record_summary (organisation, started_by, updated_at DESC, record_id DESC);
CREATE INDEX record_summary_by_words ON app.record_summary USING gin (words);
