-- The version in force beside the status: while a later version is drafted or reviewed, the earlier one stays effective and is
-- found as such.
ALTER TABLE app.record_summary ADD COLUMN effective_version integer;

UPDATE app.record_summary s
   SET effective_version = e.version
  FROM (SELECT DISTINCT ON (organisation, record_id, version) organisation, record_id, version, status
          FROM worm.record_event
         ORDER BY organisation, record_id, version, sequence DESC) e
 WHERE e.organisation = s.organisation AND e.record_id = s.record_id AND e.status = 'effective';

CREATE INDEX record_summary_in_force ON app.record_summary (organisation, updated_at DESC, record_id DESC)
    WHERE effective_version IS NOT NULL;
