-- Foreign keys need the owner's privileges, so that the owner could insert rows with times of its own choice, and empty the queue before
-- what waits there is sealed. A row comes in, and leaves the queue, only in a session of the application or the sequencer; those
-- have no privileges but the functions'.
CREATE FUNCTION worm.refuse_direct() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'WORM-039 % on worm.% by % is refused: rows come and go through functions that the application calls',
        TG_OP, TG_TABLE_NAME, session_user USING ERRCODE = 'insufficient_privilege';
END $$;
REVOKE ALL ON FUNCTION worm.refuse_direct() FROM PUBLIC;

DO $$
DECLARE
    name text;
    stranger text := 'NOT pg_has_role(session_user, ''countersign_app'', ''MEMBER'')
        AND NOT pg_has_role(session_user, ''countersign_sequencer'', ''MEMBER'')';
BEGIN
    FOR name IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'worm'::regnamespace AND c.relkind = 'r' LOOP
        EXECUTE format('CREATE TRIGGER refuse_direct BEFORE INSERT%s ON worm.%I FOR EACH STATEMENT WHEN (%s)
            EXECUTE FUNCTION worm.refuse_direct()', CASE WHEN name = 'log_queue' THEN ' OR DELETE' ELSE '' END, name, stranger);
        EXECUTE format('ALTER TABLE worm.%I ENABLE ALWAYS TRIGGER refuse_direct', name);
    END LOOP;
END $$;

CREATE TRIGGER refuse_statement_change BEFORE UPDATE OR TRUNCATE ON worm.log_queue
    FOR EACH STATEMENT EXECUTE FUNCTION worm.refuse_change();
ALTER TABLE worm.log_queue ENABLE ALWAYS TRIGGER refuse_statement_change;
