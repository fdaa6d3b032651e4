-- Event triggers that refuse DDL on schema worm to everybody but migrations, the owner included, in replica mode too. Only a
-- superuser may create them; on a server that gives out none, db-init says so.

-- What leaves the schema (SET SCHEMA, RENAME) no longer carries its name afterwards: so count before and after.
CREATE OR REPLACE FUNCTION public.countersign_worm_members() RETURNS bigint LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('worm'))
         + (SELECT count(*) FROM pg_proc WHERE pronamespace = to_regnamespace('worm'))
$$;

CREATE OR REPLACE FUNCTION public.countersign_before_change() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('countersign.worm_members', public.countersign_worm_members()::text, true);
END $$;

CREATE OR REPLACE FUNCTION public.countersign_refuse_worm_change() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offence text;
BEGIN
    IF session_user = 'countersign_migrator' THEN
        RETURN;
    END IF;
    SELECT command_tag || ' ' || coalesce(object_identity, '') INTO offence FROM pg_event_trigger_ddl_commands()
        -- rules, triggers and policies have no schema of their own: "name on worm.table"
        WHERE schema_name = 'worm' OR object_identity ~ '(^| )worm(\.|$)' LIMIT 1;
    IF offence IS NULL
       AND public.countersign_worm_members() < current_setting('countersign.worm_members', true)::bigint THEN
        offence := tg_tag;
    END IF;
    IF offence IS NOT NULL THEN
        RAISE EXCEPTION 'DB-001 % by % is refused: schema worm is changed by migrations alone', offence, session_user
            USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION public.countersign_refuse_worm_drop() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offence text;
BEGIN
    IF session_user = 'countersign_migrator' THEN
        RETURN;
    END IF;
    SELECT object_identity INTO offence FROM pg_event_trigger_dropped_objects()
        -- rules, triggers and policies have no schema of their own: "name on worm.table"
        WHERE schema_name = 'worm' OR object_identity ~ '(^| )worm(\.|$)' LIMIT 1;
    IF offence IS NOT NULL THEN
        RAISE EXCEPTION 'DB-001 dropping % by % is refused: schema worm is changed by migrations alone',
            offence, session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

REVOKE ALL ON FUNCTION public.countersign_worm_members(), public.countersign_before_change(),
    public.countersign_refuse_worm_change(), public.countersign_refuse_worm_drop() FROM PUBLIC;

DROP EVENT TRIGGER IF EXISTS countersign_before_change;
DROP EVENT TRIGGER IF EXISTS countersign_refuse_worm_change;
DROP EVENT TRIGGER IF EXISTS countersign_refuse_worm_drop;
CREATE EVENT TRIGGER countersign_before_change ON ddl_command_start
    EXECUTE FUNCTION public.countersign_before_change();
CREATE EVENT TRIGGER countersign_refuse_worm_change ON ddl_command_end
    EXECUTE FUNCTION public.countersign_refuse_worm_change();
CREATE EVENT TRIGGER countersign_refuse_worm_drop ON sql_drop
    EXECUTE FUNCTION public.countersign_refuse_worm_drop();
ALTER EVENT TRIGGER countersign_before_change ENABLE ALWAYS;
ALTER EVENT TRIGGER countersign_refuse_worm_change ENABLE ALWAYS;
ALTER EVENT TRIGGER countersign_refuse_worm_drop ENABLE ALWAYS;
