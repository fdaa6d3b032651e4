-- A passkey is also asked at the end of setting an account up, and again of somebody who is signed in, for
-- themself or for their signing key.
ALTER TABLE app.passkey_challenge DROP CONSTRAINT passkey_challenge_purpose_check;
ALTER TABLE app.passkey_challenge ADD CONSTRAINT passkey_challenge_purpose_check
    CHECK (purpose IN ('register', 'enrol', 'login', 'again', 'open'));
