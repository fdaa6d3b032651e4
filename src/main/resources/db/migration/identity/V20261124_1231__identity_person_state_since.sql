-- Since when an account has its state: what rested on it (a series of signatures) ends with any change, even one that was taken back.
ALTER TABLE app.person ADD COLUMN state_since timestamptz NOT NULL DEFAULT clock_timestamp();
