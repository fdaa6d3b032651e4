-- What was done last, newest first, and whose evidence a hash is: neither reads all that was ever done.
CREATE INDEX review_task_newest ON app.review_task (organisation, done_at DESC) WHERE done_by IS NOT NULL;
CREATE INDEX review_task_evidence ON app.review_task (organisation, evidence) WHERE evidence IS NOT NULL;
