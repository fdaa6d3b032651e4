-- The scope that is asked for, so that the second person decides on that too.
ALTER TABLE app.role_request ADD COLUMN scope_types text NOT NULL DEFAULT '', ADD COLUMN scope_records text NOT NULL DEFAULT '';
ALTER TABLE app.account_request ADD COLUMN scope_types text NOT NULL DEFAULT '', ADD COLUMN scope_records text NOT NULL DEFAULT '';
