-- Reminders that were given of an open task (WFL-05), once for each moment that it was due at; gone with the task.
CREATE TABLE app.task_reminder (
    organisation text NOT NULL,
    task_id      text NOT NULL,
    due_at       timestamptz NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('due', 'overdue')),
    given_at     timestamptz NOT NULL,
    PRIMARY KEY (organisation, task_id, due_at, kind)
);
