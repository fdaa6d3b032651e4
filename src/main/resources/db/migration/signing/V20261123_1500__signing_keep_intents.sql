-- The exact bytes of an intent while a passkey is asked to sign its hash; taken away by the one answer that comes for them.
ALTER TABLE app.ceremony ADD COLUMN intent bytea;
