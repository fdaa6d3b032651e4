-- An inspector may be shown some records and not others (CPY-05): codes of record types and ids of records, with commas between them; none for all.
ALTER TABLE app.role_grant ADD COLUMN scope_types text NOT NULL DEFAULT '', ADD COLUMN scope_records text NOT NULL DEFAULT '';
