-- Sets of process models that somebody draws and has not proposed (PRC-04): one for each person, theirs alone. What is proposed is a record.
CREATE TABLE app.model_draft (
    organisation text NOT NULL,
    user_id      text NOT NULL,
    content      text NOT NULL CHECK (length(content) <= 2200000),
    kept_at      timestamptz NOT NULL,
    PRIMARY KEY (organisation, user_id)
);
