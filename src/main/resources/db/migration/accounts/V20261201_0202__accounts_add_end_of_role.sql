-- What is asked for says when it is to end, so that the second person decides on that too.
ALTER TABLE app.role_request ADD COLUMN until timestamptz CHECK (until > requested_at);
ALTER TABLE app.account_request ADD COLUMN roles_until timestamptz CHECK (roles_until > requested_at);
