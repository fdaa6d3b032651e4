-- A list of one type in one status, or in force, is counted and read without those of other types.
CREATE INDEX record_summary_by_type_and_status ON app.record_summary (organisation, type, status, updated_at DESC, record_id DESC);
CREATE INDEX record_summary_in_force_by_type ON app.record_summary (organisation, type, updated_at DESC, record_id DESC)
    WHERE effective_version IS NOT NULL;
