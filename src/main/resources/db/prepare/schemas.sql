-- Schemas and rights. What owner, application and sequencer may do is said here once, as default privileges, for every table
-- that a migration creates later. EXECUTE on functions is granted by the migration that creates the function.
DO $$
DECLARE
    helper boolean := NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user);
    modern boolean := pg_catalog.current_setting('server_version_num')::integer >= 160000;
    name text;
BEGIN
    -- Only a member of the owner may create things for it; an administrator who is no superuser becomes one for this moment.
    IF helper THEN
        EXECUTE format('GRANT countersign_owner TO %I%s', current_user,
            CASE WHEN modern THEN ' WITH INHERIT TRUE, SET TRUE' ELSE '' END);
    ELSE
        -- They refuse every other right on schema worm, repairs too; guards.sql makes them again in this transaction.
        DROP EVENT TRIGGER IF EXISTS countersign_before_change;
        DROP EVENT TRIGGER IF EXISTS countersign_refuse_worm_change;
        DROP EVENT TRIGGER IF EXISTS countersign_refuse_worm_drop;
    END IF;

    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM countersign_owner, countersign_migrator, countersign_app,
        countersign_sequencer', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO countersign_migrator, countersign_app, countersign_sequencer',
        current_database());
    REVOKE ALL ON SCHEMA public FROM PUBLIC;

    FOREACH name IN ARRAY ARRAY['engine', 'app', 'worm'] LOOP
        EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION countersign_owner', name);
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', name);
        EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM countersign_app, countersign_sequencer', name);
        IF name <> 'worm' THEN
            EXECUTE format('REVOKE ALL ON SCHEMA %I FROM countersign_sequencer', name);
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO countersign_app', name);
    END LOOP;
    GRANT USAGE ON SCHEMA worm TO countersign_sequencer;

    FOREACH name IN ARRAY ARRAY['engine', 'app'] LOOP
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner IN SCHEMA %I
            GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO countersign_app', name);
        EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner IN SCHEMA %I
            GRANT USAGE, SELECT ON SEQUENCES TO countersign_app', name);
    END LOOP;
    ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner IN SCHEMA worm GRANT SELECT ON TABLES TO countersign_app;
    -- Everybody may execute a new function unless this is said for all schemas at once.
    ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

    IF helper THEN
        EXECUTE format('REVOKE countersign_owner FROM %I', current_user);
    END IF;
END $$;
