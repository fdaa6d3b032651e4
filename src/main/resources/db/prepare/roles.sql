-- The four roles. Run by an administrator, again and again without harm.
DO $$
DECLARE
    login text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'countersign_owner') THEN
        CREATE ROLE countersign_owner NOLOGIN;
    END IF;
    -- NOINHERIT comes before the membership: from PostgreSQL 16 on a grant takes over what it finds then.
    FOREACH login IN ARRAY ARRAY['countersign_migrator', 'countersign_app', 'countersign_sequencer'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = login) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', login);
        END IF;
    END LOOP;
    IF pg_catalog.current_setting('server_version_num')::integer >= 160000 THEN
        GRANT countersign_owner TO countersign_migrator;
        EXECUTE 'GRANT countersign_owner TO countersign_migrator WITH INHERIT FALSE, SET TRUE';
    ELSE
        GRANT countersign_owner TO countersign_migrator;
    END IF;
    -- Pinned with the role, so that no setting of the server or the database leads its statements to other tables.
    ALTER ROLE countersign_app SET search_path = engine;
    ALTER ROLE countersign_sequencer SET search_path = pg_catalog;
END $$;
