-- Recertification of access (AUT-07): everybody's account is looked at again until then. How far it is follows from the tasks.
CREATE TABLE app.access_campaign (
    organisation text NOT NULL,
    campaign_id  uuid NOT NULL,
    opened_at    timestamptz NOT NULL,
    opened_by    text NOT NULL,
    reason       text NOT NULL,
    due_at       timestamptz NOT NULL,
    completed_at timestamptz,
    PRIMARY KEY (organisation, campaign_id),
    CHECK (due_at > opened_at)
);
CREATE UNIQUE INDEX access_campaign_open ON app.access_campaign (organisation) WHERE completed_at IS NULL;

-- For which campaign an account was reviewed: none is asked for twice.
ALTER TABLE app.review_task ADD COLUMN campaign_id uuid;

-- Reviews are signed from now on: by the SHA-256 of the evidence, its signature.
ALTER TABLE app.review_task ADD COLUMN signature bytea CHECK (length(signature) = 64);
