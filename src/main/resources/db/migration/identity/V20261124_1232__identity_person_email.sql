-- Where notices about the account go besides the page of the account (ASVS 6.3.7). Nobody signs in by it, and nothing is recovered by it. Its form
-- is checked by the program; the table takes no character that could begin another line of a message.
ALTER TABLE app.person ADD COLUMN email text CHECK (email ~ '^[!-~]{3,254}$');
