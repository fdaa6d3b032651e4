-- The list of running approvals comes from the engine's instances to their starts, which are never deleted.
CREATE INDEX start_request_instance ON app.start_request (instance_id);
