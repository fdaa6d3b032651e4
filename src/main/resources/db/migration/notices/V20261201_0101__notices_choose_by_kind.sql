-- What the product itself tells people of their work (WFL-05), and which of it they get by e-mail.
ALTER TABLE app.notice ADD COLUMN kind text NOT NULL DEFAULT 'process'
    CHECK (kind IN ('process', 'yours', 'due', 'outcome'));

-- Whoever has no row gets everything by e-mail.
CREATE TABLE app.notice_choice (
    organisation text NOT NULL,
    user_id      text NOT NULL,
    -- kinds that stay on the page alone, in their order, separated by single spaces
    page_only    text NOT NULL,
    chosen_at    timestamptz NOT NULL,
    PRIMARY KEY (organisation, user_id)
);
