-- What was migrated, and when, is not the application's to change.
REVOKE INSERT, UPDATE, DELETE ON app.flyway_schema_history FROM countersign_app;
