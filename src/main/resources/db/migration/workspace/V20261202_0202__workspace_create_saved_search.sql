-- Searches that people keep under a name (REC-07): parameters of the list of records.
CREATE TABLE app.saved_search (
    organisation text NOT NULL,
    search_id    uuid NOT NULL,
    user_id      text NOT NULL,
    name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    -- null: whatever it is
    type         text,
    status       text,
    words        text CHECK (length(words) <= 400),
    saved_at     timestamptz NOT NULL,
    PRIMARY KEY (organisation, search_id),
    UNIQUE (organisation, user_id, name),
    CHECK (type IS NOT NULL OR status IS NOT NULL OR words IS NOT NULL)
);
