-- What the product itself tells people of their work (WFL-05), which of it they get by e-mail, and which reminders were given.
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

-- Of an open task, once for each moment that it was due at; gone with the task.
CREATE TABLE app.task_reminder (
    organisation text NOT NULL,
    task_id      text NOT NULL,
    due_at       timestamptz NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('due', 'overdue')),
    given_at     timestamptz NOT NULL,
    PRIMARY KEY (organisation, task_id, due_at, kind)
);
