-- A role may end by itself (11.10(d), CPY-05). Whoever reads a grant asks the clock; the row stays as it was given. A grant from before has no end.
ALTER TABLE app.role_grant ADD COLUMN until timestamptz CHECK (until > granted_at);
